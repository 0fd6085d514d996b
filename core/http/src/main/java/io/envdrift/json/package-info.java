/** JSON within bounds: one reader and one writer, over Jackson's streaming core. */
@Internal
@NullMarked
package io.envdrift.json;

import io.envdrift.base.Internal;
import org.jspecify.annotations.NullMarked;

/** JSON within bounds: one reader and one writer, over Jackson's streaming core. */
@NullMarked
package io.envdrift.json;

import org.jspecify.annotations.NullMarked;

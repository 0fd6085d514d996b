/** Reports as text, JSON and workflow annotations. */
@Internal
@NullMarked
package io.envdrift.cli.render;

import io.envdrift.base.Internal;
import org.jspecify.annotations.NullMarked;

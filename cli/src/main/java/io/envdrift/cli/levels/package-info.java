/** The commands of {@code envdrift levels}. */
@Internal
@NullMarked
package io.envdrift.cli.levels;

import io.envdrift.base.Internal;
import org.jspecify.annotations.NullMarked;

/** The commands of {@code envdrift envsync}. */
@Internal
@NullMarked
package io.envdrift.cli.envsync;

import io.envdrift.base.Internal;
import org.jspecify.annotations.NullMarked;

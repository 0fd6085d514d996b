/** {@code envdrift git}: files that git sees encrypted. */
@Internal
@NullMarked
package io.envdrift.cli.git;

import io.envdrift.base.Internal;
import org.jspecify.annotations.NullMarked;

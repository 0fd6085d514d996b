/** The vaults of one run: found by name, opened once each, read side by side. */
@Internal
@NullMarked
package io.envdrift.pool;

import io.envdrift.base.Internal;
import org.jspecify.annotations.NullMarked;

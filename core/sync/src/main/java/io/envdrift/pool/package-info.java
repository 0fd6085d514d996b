/** The vaults of one run: found by name, opened once each, read side by side. */
@NullMarked
package io.envdrift.pool;

import org.jspecify.annotations.NullMarked;

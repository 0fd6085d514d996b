/** The commands of {@code envdrift vault-env}. */
@Internal
@NullMarked
package io.envdrift.cli.vaultenv;

import io.envdrift.base.Internal;
import org.jspecify.annotations.NullMarked;

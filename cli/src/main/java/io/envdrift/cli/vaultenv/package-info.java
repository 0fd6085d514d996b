/** The commands of {@code envdrift vault-env}. */
@NullMarked
package io.envdrift.cli.vaultenv;

import org.jspecify.annotations.NullMarked;

/** The vault-env client: one key in the environment, all secrets of an application from an encrypted blob store. */
@NullMarked
package io.envdrift.vaultenv;

import org.jspecify.annotations.NullMarked;

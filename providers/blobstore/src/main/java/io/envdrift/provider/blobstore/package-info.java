/** Environments of a vault-env server as vaults: a secret's name is a key of the environment. */
@NullMarked
package io.envdrift.provider.blobstore;

import org.jspecify.annotations.NullMarked;

/** Environments of a vault-env server as vaults: a secret's name is a key of the environment. */
@Internal
@NullMarked
package io.envdrift.provider.blobstore;

import io.envdrift.base.Internal;
import org.jspecify.annotations.NullMarked;

/** The vault-env protocol, version 1: keys, blobs, signatures and messages, shared by client and server. */
@Internal
@NullMarked
package io.envdrift.vaultenv.protocol;

import io.envdrift.base.Internal;
import org.jspecify.annotations.NullMarked;

/** The vault-env protocol, version 1: keys, blobs, signatures and messages, shared by client and server. */
@NullMarked
package io.envdrift.vaultenv.protocol;

import org.jspecify.annotations.NullMarked;

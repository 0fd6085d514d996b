package io.envdrift.workflow.files;

import io.envdrift.dotenvx.PrivateKey;
import io.envdrift.dotenvx.PublicKey;
import java.util.Optional;

/**
 * To which key a file is encrypted, and how that is known.
 *
 * @param publicKey the key
 * @param privateKey its private half, where it is at hand
 * @param minted whether the pair was made just now and must be stored before the file is written
 */
record Recipient(PublicKey publicKey, Optional<PrivateKey> privateKey, boolean minted) {
    static Recipient of(PrivateKey key) {
        return new Recipient(key.publicKey(), Optional.of(key), false);
    }
}

package io.envdrift.crypto;

import io.envdrift.base.Secret;
import java.security.GeneralSecurityException;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** PBKDF2 with HMAC-SHA256 (RFC 8018), which makes a key out of a passphrase and guessing slow. */
public final class Pbkdf2 {
    private static final String ALGORITHM = "PBKDF2WithHmacSHA256";

    private Pbkdf2() {}

    /**
     * Derives a key. 600,000 rounds take about a second.
     *
     * @param passphrase taken as UTF-8; not empty
     * @param salt not empty; 16 random bytes by custom
     * @param rounds at least 1
     * @param length of the key in bytes, at least 1
     * @throws IllegalArgumentException when an argument is outside of that
     */
    public static byte[] derive(Secret passphrase, byte[] salt, int rounds, int length) {
        if (passphrase.isEmpty()) {
            // The JDK would take it for a missing key.
            throw new IllegalArgumentException("an empty passphrase protects nothing");
        }
        PBEKeySpec parameters = new PBEKeySpec(passphrase.reveal().toCharArray(), salt, rounds, length * Byte.SIZE);
        try {
            return SecretKeyFactory.getInstance(ALGORITHM)
                    .generateSecret(parameters)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        } finally {
            parameters.clearPassword();
        }
    }
}

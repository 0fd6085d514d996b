package io.envdrift.provider.local;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * How a vault's key is derived from the user's passphrase or key file. It is public, and the vault's seal covers it.
 *
 * @param kind from what
 * @param rounds of PBKDF2, 0 where a key file makes them needless
 * @param salt random bytes in base64
 */
record KeyDerivation(Kind kind, int rounds, String salt) {
    private static final int SALT_LENGTH = 16;

    /** From what a key comes, and by which function. */
    enum Kind {
        PASSPHRASE("pbkdf2-hmac-sha256", "a passphrase"),
        KEY_FILE("hkdf-sha256", "a key file");

        private final String function;
        private final String source;

        Kind(String function, String source) {
            this.function = function;
            this.source = source;
        }

        /** Returns the name of the function in the file. */
        String function() {
            return function;
        }

        /** Returns how messages call what the user needs. */
        String source() {
            return source;
        }
    }

    /** Returns a derivation with a new salt. */
    static KeyDerivation fresh(Kind kind, int rounds) {
        byte[] salt = new byte[SALT_LENGTH];
        new SecureRandom().nextBytes(salt);
        return new KeyDerivation(kind, rounds, Base64.getEncoder().encodeToString(salt));
    }

    /** Returns the salt's bytes. */
    byte[] saltBytes() {
        return Base64.getDecoder().decode(salt);
    }

    /** Returns the line of the file's header. */
    String line() {
        return "kdf " + kind.function() + " " + rounds + " " + salt + "\n";
    }
}

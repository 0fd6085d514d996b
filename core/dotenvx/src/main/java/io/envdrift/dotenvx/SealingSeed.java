package io.envdrift.dotenvx;

import io.envdrift.crypto.HmacSha256;
import java.io.Serial;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.SecureRandomSpi;
import java.util.Arrays;

/**
 * A secret from which the ephemeral keys and nonces of values are derived, so that the same value of the same variable becomes the
 * same ciphertext whenever it is encrypted. Git asks for a file's ciphertext several times, and takes an answer that differs for
 * a change.
 *
 * <p>Security guarantees: whoever does not know the secret learns that a variable has a value again that it had before, and
 * nothing else. Ephemeral key and nonce depend on variable, value and recipient, so no pair of them serves two texts.
 */
public final class SealingSeed {
    private static final byte[] PURPOSE = text("envdrift sealing seed\0");
    private static final byte[] END = new byte[1];

    private final byte[] secret;

    private SealingSeed(byte[] secret) {
        this.secret = secret;
    }

    /**
     * Returns the seed for a file: other files, keys and clones give other ciphertext.
     *
     * @param key the private half of the recipient, without which nobody can try out what a ciphertext could hold
     * @param clone a secret of whoever encrypts, so that nobody sees that two of them chose the same value
     * @param file what tells this file from others that the key is for
     */
    public static SealingSeed of(PrivateKey key, byte[] clone, String file) {
        byte[] keyed = HmacSha256.of(text(key.secret().reveal()), PURPOSE, clone);
        return new SealingSeed(HmacSha256.of(keyed, text(file)));
    }

    /**
     * Returns the source for one value.
     *
     * @param occurrence which of the assignments of this name it is, from 1
     */
    SecureRandom random(String name, int occurrence, String value, PublicKey recipient) {
        byte[] number = ByteBuffer.allocate(Integer.BYTES).putInt(occurrence).array();
        return new Derived(HmacSha256.of(secret, text(recipient.hex()), END, text(name), END, number, text(value)));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** HMAC of a counter: the expansion of HKDF without its limit. */
    private static final class Derived extends SecureRandom {
        @Serial
        private static final long serialVersionUID = 1;

        Derived(byte[] key) {
            super(new Expansion(key), null);
        }
    }

    private static final class Expansion extends SecureRandomSpi {
        @Serial
        private static final long serialVersionUID = 1;

        private final byte[] key;
        private int counter;

        Expansion(byte[] key) {
            this.key = key;
        }

        @Override
        protected void engineSetSeed(byte[] seed) {
            throw new UnsupportedOperationException("it depends on its key alone");
        }

        @Override
        protected void engineNextBytes(byte[] bytes) {
            for (int at = 0; at < bytes.length; at += HmacSha256.LENGTH) {
                byte[] number =
                        ByteBuffer.allocate(Integer.BYTES).putInt(counter++).array();
                byte[] block = HmacSha256.of(key, number);
                System.arraycopy(block, 0, bytes, at, Math.min(block.length, bytes.length - at));
                Arrays.fill(block, (byte) 0);
            }
        }

        @Override
        protected byte[] engineGenerateSeed(int length) {
            byte[] seed = new byte[length];
            engineNextBytes(seed);
            return seed;
        }
    }
}

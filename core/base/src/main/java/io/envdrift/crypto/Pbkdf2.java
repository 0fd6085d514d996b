package io.envdrift.crypto;

import io.envdrift.base.Secret;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * PBKDF2 with HMAC-SHA256 (RFC 8018), which makes a key out of a passphrase and guessing slow.
 *
 * <p>The JDK's implementation takes characters only, and hashes the two pads of the HMAC in each round again. This one takes
 * bytes, and copies the state that SHA-256 has after each pad: half the work, and half the measured processor time
 * ({@code docs/benchmarks.md}). The hash itself is the JDK's.
 */
public final class Pbkdf2 {
    private static final String HASH = "SHA-256";
    private static final int BLOCK_LENGTH = 64;
    private static final int HASH_LENGTH = 32;
    private static final byte INNER_PAD = 0x36;
    private static final byte OUTER_PAD = 0x5c;

    private final MessageDigest inner;
    private final MessageDigest outer;
    private final byte[] hash = new byte[HASH_LENGTH];

    private Pbkdf2(byte[] passphrase) {
        byte[] key = passphrase.length > BLOCK_LENGTH ? sha256().digest(passphrase) : passphrase;
        inner = padded(key, INNER_PAD);
        outer = padded(key, OUTER_PAD);
    }

    /**
     * Derives a key from a passphrase, taken as UTF-8.
     *
     * @param passphrase not empty
     * @param salt not empty; 16 random bytes by custom
     * @param rounds at least 1
     * @param length of the key in bytes, at least 1
     * @throws IllegalArgumentException when an argument is outside of that
     */
    public static byte[] derive(Secret passphrase, byte[] salt, int rounds, int length) {
        byte[] bytes = passphrase.reveal().getBytes(StandardCharsets.UTF_8);
        try {
            return derive(bytes, salt, rounds, length);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /**
     * Derives a key from the bytes of a passphrase, which need not be text.
     *
     * @param passphrase not empty; the caller wipes it
     * @param salt not empty
     * @param rounds at least 1
     * @param length of the key in bytes, at least 1
     * @throws IllegalArgumentException when an argument is outside of that
     */
    public static byte[] derive(byte[] passphrase, byte[] salt, int rounds, int length) {
        if (passphrase.length == 0) {
            throw new IllegalArgumentException("an empty passphrase protects nothing");
        }
        if (salt.length == 0 || rounds < 1 || length < 1) {
            throw new IllegalArgumentException("PBKDF2 needs a salt, at least one round and a length of at least one");
        }
        try {
            return new Pbkdf2(passphrase).key(salt, rounds, length);
        } catch (DigestException | CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's " + HASH + " can be copied", e);
        }
    }

    private byte[] key(byte[] salt, int rounds, int length) throws DigestException, CloneNotSupportedException {
        byte[] key = new byte[length];
        for (int done = 0, block = 1; done < length; done += HASH_LENGTH, block++) {
            byte[] output = block(salt, rounds, block);
            System.arraycopy(output, 0, key, done, Math.min(HASH_LENGTH, length - done));
            Arrays.fill(output, (byte) 0);
        }
        Arrays.fill(hash, (byte) 0);
        return key;
    }

    private byte[] block(byte[] salt, int rounds, int number) throws DigestException, CloneNotSupportedException {
        byte[] counter = {(byte) (number >>> 24), (byte) (number >>> 16), (byte) (number >>> 8), (byte) number};
        hmac(salt, counter);
        byte[] output = hash.clone();
        for (int round = 1; round < rounds; round++) {
            hmac(hash);
            for (int i = 0; i < HASH_LENGTH; i++) {
                output[i] ^= hash[i];
            }
        }
        return output;
    }

    /** Puts the HMAC of the parts into {@link #hash}. */
    private void hmac(byte[]... parts) throws DigestException, CloneNotSupportedException {
        MessageDigest digest = (MessageDigest) inner.clone();
        for (byte[] part : parts) {
            digest.update(part);
        }
        digest.digest(hash, 0, HASH_LENGTH);
        digest = (MessageDigest) outer.clone();
        digest.update(hash);
        digest.digest(hash, 0, HASH_LENGTH);
    }

    private static MessageDigest padded(byte[] key, byte pad) {
        byte[] block = new byte[BLOCK_LENGTH];
        Arrays.fill(block, pad);
        for (int i = 0; i < key.length; i++) {
            block[i] ^= key[i];
        }
        MessageDigest digest = sha256();
        digest.update(block);
        Arrays.fill(block, (byte) 0);
        return digest;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance(HASH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + HASH, e);
        }
    }
}

package io.envdrift.crypto;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HKDF with SHA-256, as RFC 5869 says. */
public final class Hkdf {
    /** Length of one output block and of a pseudo-random key, in bytes. */
    public static final int HASH_LENGTH = 32;

    private static final int MAX_BLOCKS = 255;
    private static final String HMAC = "HmacSHA256";

    private Hkdf() {}

    /** Extracts, then expands. An empty salt stands for 32 zero bytes. */
    public static byte[] derive(byte[] salt, byte[] inputKeyMaterial, byte[] info, int length) {
        Mac mac = mac();
        return expand(mac, extract(mac, salt, inputKeyMaterial), info, length);
    }

    /**
     * Concentrates input key material into a pseudo-random key of 32 bytes.
     *
     * @param salt may be empty, which stands for 32 zero bytes
     */
    public static byte[] extract(byte[] salt, byte[] inputKeyMaterial) {
        return extract(mac(), salt, inputKeyMaterial);
    }

    private static byte[] extract(Mac mac, byte[] salt, byte[] inputKeyMaterial) {
        return keyed(mac, salt.length == 0 ? new byte[HASH_LENGTH] : salt).doFinal(inputKeyMaterial);
    }

    /**
     * Expands a pseudo-random key to any length.
     *
     * @param pseudoRandomKey not empty, at least 32 bytes by the RFC
     * @param info binds the output to its purpose; may be empty
     * @param length bytes wanted, from 0 to 8160
     * @throws IllegalArgumentException when the length is outside of that or the key is empty
     */
    public static byte[] expand(byte[] pseudoRandomKey, byte[] info, int length) {
        return expand(mac(), pseudoRandomKey, info, length);
    }

    private static byte[] expand(Mac mac, byte[] pseudoRandomKey, byte[] info, int length) {
        if (length < 0 || length > MAX_BLOCKS * HASH_LENGTH) {
            throw new IllegalArgumentException("HKDF-SHA256 gives 0 to 8160 bytes, not " + length);
        }
        keyed(mac, pseudoRandomKey);
        byte[] output = new byte[length];
        byte[] block = new byte[0];
        for (int done = 0, counter = 1; done < length; done += HASH_LENGTH, counter++) {
            mac.update(block);
            mac.update(info);
            mac.update((byte) counter);
            block = mac.doFinal();
            System.arraycopy(block, 0, output, done, Math.min(HASH_LENGTH, length - done));
        }
        Arrays.fill(block, (byte) 0);
        return output;
    }

    private static Mac mac() {
        try {
            return Mac.getInstance(HMAC);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + HMAC, e);
        }
    }

    private static Mac keyed(Mac mac, byte[] key) {
        try {
            mac.init(new SecretKeySpec(key, HMAC));
            return mac;
        } catch (InvalidKeyException e) {
            throw new IllegalStateException(HMAC + " takes keys of any length", e);
        }
    }
}

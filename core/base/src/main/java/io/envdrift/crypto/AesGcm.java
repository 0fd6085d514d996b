package io.envdrift.crypto;

import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256 in Galois/Counter Mode with a 128-bit tag.
 *
 * <p>Security guarantees: {@link #open} gives plaintext only after the whole tag was checked. The caller must never use
 * an initialization vector twice under one key.
 */
public final class AesGcm {
    /** Length of a key, in bytes. */
    public static final int KEY_LENGTH = 32;
    /** Length of the tag, in bytes. */
    public static final int TAG_LENGTH = 16;

    private static final String TRANSFORMATION = "AES/GCM/NoPadding";
    private static final byte[] NOTHING = {};

    private AesGcm() {}

    /** Encrypts without associated data; see {@link #seal(byte[], byte[], byte[], byte[])}. */
    public static byte[] seal(byte[] key, byte[] iv, byte[] plaintext) {
        return seal(key, iv, plaintext, NOTHING);
    }

    /**
     * Encrypts.
     *
     * @param key 32 bytes
     * @param iv not empty; 12 bytes by custom, 16 in the dotenvx format
     * @param associatedData authenticated, not encrypted; may be empty
     * @return the ciphertext, as long as the plaintext, then the tag of 16 bytes
     * @throws IllegalArgumentException when key or initialization vector have a wrong length
     */
    public static byte[] seal(byte[] key, byte[] iv, byte[] plaintext, byte[] associatedData) {
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, iv);
            cipher.updateAAD(associatedData);
            return cipher.doFinal(plaintext);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + TRANSFORMATION, e);
        }
    }

    /** Decrypts without associated data; see {@link #open(byte[], byte[], byte[], byte[])}. */
    public static Optional<byte[]> open(byte[] key, byte[] iv, byte[] ciphertextAndTag) {
        return open(key, iv, ciphertextAndTag, NOTHING);
    }

    /**
     * Decrypts and authenticates.
     *
     * @param ciphertextAndTag as {@link #seal} returns it
     * @return the plaintext, or nothing when key, vector, text, tag and associated data do not belong together, also when
     *     the text is too short to hold a tag
     * @throws IllegalArgumentException when key or initialization vector have a wrong length
     */
    public static Optional<byte[]> open(byte[] key, byte[] iv, byte[] ciphertextAndTag, byte[] associatedData) {
        if (ciphertextAndTag.length < TAG_LENGTH) {
            return Optional.empty();
        }
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, iv);
            cipher.updateAAD(associatedData);
            return Optional.of(cipher.doFinal(ciphertextAndTag));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + TRANSFORMATION, e);
        }
    }

    private static Cipher cipher(int mode, byte[] key, byte[] iv) throws GeneralSecurityException {
        if (key.length != KEY_LENGTH) {
            throw new IllegalArgumentException("AES-256 needs a key of 32 bytes, not " + key.length);
        }
        if (iv.length == 0) {
            throw new IllegalArgumentException("GCM needs an initialization vector");
        }
        Cipher cipher = Cipher.getInstance(TRANSFORMATION);
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_LENGTH * Byte.SIZE, iv));
        return cipher;
    }
}

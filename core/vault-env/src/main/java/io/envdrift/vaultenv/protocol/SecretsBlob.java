package io.envdrift.vaultenv.protocol;

import io.envdrift.crypto.AesGcm;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * An encrypted environment as it travels and is stored: padded base64 of a 12-byte IV, the 16-byte tag and the AES-256-GCM
 * ciphertext, in that order, without associated data.
 */
public final class SecretsBlob {
    private static final int IV_LENGTH = 12;

    private SecretsBlob() {}

    /** Encrypts a text under a fresh random IV. */
    public static String encrypt(byte[] encryptionKey, String plaintext, SecureRandom random) {
        byte[] iv = new byte[IV_LENGTH];
        random.nextBytes(iv);
        return encrypt(encryptionKey, plaintext, iv);
    }

    static String encrypt(byte[] encryptionKey, String plaintext, byte[] iv) {
        byte[] sealed = AesGcm.seal(encryptionKey, iv, plaintext.getBytes(StandardCharsets.UTF_8));
        int textLength = sealed.length - AesGcm.TAG_LENGTH;
        byte[] packed = ByteBuffer.allocate(IV_LENGTH + sealed.length)
                .put(iv)
                .put(sealed, textLength, AesGcm.TAG_LENGTH)
                .put(sealed, 0, textLength)
                .array();
        return Base64.getEncoder().encodeToString(packed);
    }

    /** Decrypts; nothing when the text is no blob, was altered, or was encrypted with another key. */
    public static Optional<String> decrypt(byte[] encryptionKey, String blob) {
        byte[] packed;
        try {
            packed = Base64.getDecoder().decode(blob.strip());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        int textLength = packed.length - IV_LENGTH - AesGcm.TAG_LENGTH;
        if (textLength < 0) {
            return Optional.empty();
        }
        byte[] iv = new byte[IV_LENGTH];
        byte[] sealed = new byte[textLength + AesGcm.TAG_LENGTH];
        ByteBuffer.wrap(packed)
                .get(iv)
                .get(sealed, textLength, AesGcm.TAG_LENGTH)
                .get(sealed, 0, textLength);
        return AesGcm.open(encryptionKey, iv, sealed).map(text -> new String(text, StandardCharsets.UTF_8));
    }
}

package io.envdrift.levels.protocol;

import io.envdrift.crypto.AesGcm;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * The encrypted text of one level: padded base64 of initialization vector (12 bytes), ciphertext and tag (16 bytes);
 * AES-256-GCM without associated data.
 */
public final class LevelBlob {
    /** Length of the initialization vector, in bytes. */
    public static final int IV_LENGTH = 12;

    private static final int MIN_LENGTH = IV_LENGTH + AesGcm.TAG_LENGTH;

    private LevelBlob() {}

    /**
     * Encrypts.
     *
     * @param dataKey 32 bytes
     * @param random makes the initialization vector
     */
    public static String seal(byte[] dataKey, byte[] plaintext, SecureRandom random) {
        byte[] iv = new byte[IV_LENGTH];
        random.nextBytes(iv);
        return seal(dataKey, plaintext, iv);
    }

    private static String seal(byte[] dataKey, byte[] plaintext, byte[] iv) {
        byte[] sealed = AesGcm.seal(dataKey, iv, plaintext);
        byte[] blob = Arrays.copyOf(iv, iv.length + sealed.length);
        System.arraycopy(sealed, 0, blob, iv.length, sealed.length);
        return Base64.getEncoder().encodeToString(blob);
    }

    /**
     * Decrypts.
     *
     * @param dataKey 32 bytes
     * @return nothing when the text is no blob, or was encrypted with another key, or was changed
     */
    public static Optional<byte[]> open(byte[] dataKey, String blob) {
        return decode(blob)
                .flatMap(bytes -> AesGcm.open(
                        dataKey, Arrays.copyOf(bytes, IV_LENGTH), Arrays.copyOfRange(bytes, IV_LENGTH, bytes.length)));
    }

    /** Tells whether a text has the form of a blob; with which key it was made cannot be seen. */
    public static boolean isWellFormed(String text) {
        return decode(text).isPresent();
    }

    private static Optional<byte[]> decode(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            return bytes.length < MIN_LENGTH ? Optional.empty() : Optional.of(bytes);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}

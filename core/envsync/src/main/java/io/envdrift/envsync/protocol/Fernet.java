package io.envdrift.envsync.protocol;

import io.envdrift.crypto.HmacSha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Fernet (github.com/fernet/spec): {@code 0x80}, eight bytes of seconds, a 16-byte IV, AES-128-CBC with PKCS#7, and an
 * HMAC-SHA256 over all before; as URL-safe base64 with padding. The MAC is checked first, in constant time; the time is not
 * checked, as in the original.
 */
public final class Fernet {
    /** Length of a key in bytes: the first half signs, the second encrypts. */
    public static final int KEY_LENGTH = 32;

    private static final int HALF = KEY_LENGTH / 2;
    private static final int IV_LENGTH = 16;
    private static final int HEADER_LENGTH = 1 + Long.BYTES + IV_LENGTH;
    private static final byte VERSION = (byte) 0x80;
    /** Python's reader skips white space, also inside. */
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private final byte[] signing;
    private final byte[] encryption;

    /**
     * Creates a reader and writer for a key.
     *
     * @param key 32 bytes
     * @throws IllegalArgumentException when it is longer or shorter
     */
    public Fernet(byte[] key) {
        if (key.length != KEY_LENGTH) {
            throw new IllegalArgumentException("a Fernet key has " + KEY_LENGTH + " bytes");
        }
        signing = Arrays.copyOf(key, HALF);
        encryption = Arrays.copyOfRange(key, HALF, KEY_LENGTH);
    }

    /** Encrypts, with a random IV. */
    public String encrypt(byte[] plaintext, Instant time, SecureRandom random) {
        byte[] iv = new byte[IV_LENGTH];
        random.nextBytes(iv);
        return encrypt(plaintext, time, iv);
    }

    String encrypt(byte[] plaintext, Instant time, byte[] iv) {
        byte[] encrypted;
        try {
            encrypted = cipher(Cipher.ENCRYPT_MODE, iv).doFinal(plaintext);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES in CBC mode", e);
        }
        byte[] signed = ByteBuffer.allocate(HEADER_LENGTH + encrypted.length)
                .put(VERSION)
                .putLong(time.getEpochSecond())
                .put(iv)
                .put(encrypted)
                .array();
        byte[] token = ByteBuffer.allocate(signed.length + HmacSha256.LENGTH)
                .put(signed)
                .put(HmacSha256.of(signing, signed))
                .array();
        return Base64.getUrlEncoder().encodeToString(token);
    }

    /** Decrypts; nothing when the token is malformed, was changed, or belongs to another key. */
    public Optional<byte[]> decrypt(String token) {
        Optional<byte[]> decoded = decode(token);
        if (decoded.isEmpty() || decoded.get().length < HEADER_LENGTH + HmacSha256.LENGTH) {
            return Optional.empty();
        }
        byte[] bytes = decoded.get();
        int end = bytes.length - HmacSha256.LENGTH;
        byte[] signed = Arrays.copyOf(bytes, end);
        byte[] mac = Arrays.copyOfRange(bytes, end, bytes.length);
        if (bytes[0] != VERSION
                || !MessageDigest.isEqual(mac, HmacSha256.of(signing, signed))
                || end == HEADER_LENGTH) {
            return Optional.empty();
        }
        byte[] iv = Arrays.copyOfRange(bytes, HEADER_LENGTH - IV_LENGTH, HEADER_LENGTH);
        try {
            return Optional.of(cipher(Cipher.DECRYPT_MODE, iv).doFinal(bytes, HEADER_LENGTH, end - HEADER_LENGTH));
        } catch (GeneralSecurityException e) {
            // Only whoever has the key can make this.
            return Optional.empty();
        }
    }

    /** Java's decoder does without padding, which Python's does not. */
    private static Optional<byte[]> decode(String token) {
        String dense = BLANKS.matcher(token).replaceAll("");
        if (dense.length() % 4 != 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(Base64.getUrlDecoder().decode(dense.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, byte[] iv) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
        cipher.init(mode, new SecretKeySpec(encryption, "AES"), new IvParameterSpec(iv));
        return cipher;
    }
}

package io.envdrift.server.api.levels;

import io.envdrift.base.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The texts of tokens: {@code dotenv_}, the organization's id, and 43 letters and digits, which hold 256 bits. */
final class TokenText {
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int LENGTH = 43;
    private static final SecureRandom RANDOM = new SecureRandom();

    private TokenText() {}

    static Secret make(String organization) {
        StringBuilder text = new StringBuilder("dotenv_").append(organization).append('_');
        for (int i = 0; i < LENGTH; i++) {
            text.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
        }
        return Secret.of(text.toString());
    }

    /** Returns what is stored of a token: it is random, so a plain digest tells nothing of it. */
    static String digest(String token) {
        try {
            byte[] bytes = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // Every JDK has it.
        }
    }
}

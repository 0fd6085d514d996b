package io.envdrift.server.api.levels;

import io.envdrift.base.Secret;
import io.envdrift.crypto.Sha256;
import java.security.SecureRandom;

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
        return Sha256.hex(token);
    }
}

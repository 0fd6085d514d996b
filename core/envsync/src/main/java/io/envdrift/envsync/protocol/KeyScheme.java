package io.envdrift.envsync.protocol;

import io.envdrift.base.Secret;
import io.envdrift.crypto.Pbkdf2;
import io.envdrift.crypto.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The two ways in which a passphrase becomes a Fernet key. */
public enum KeyScheme {
    /** What the original's document prints: PBKDF2-HMAC-SHA256 over 16 random bytes. Guessing is slow. */
    DOCUMENT,
    /** What the original's code does: one SHA-256 of {@code passphrase:project}. Guessing is fast. */
    REPO;

    /** The rounds of the document. */
    public static final int ROUNDS = 480_000;
    /** Fewer rounds than these are refused: a server could make guessing cheap. */
    public static final int MIN_ROUNDS = 100_000;
    /** More rounds than these are refused: a server could make opening take minutes. */
    public static final int MAX_ROUNDS = 2_000_000;
    /** The length of a salt in bytes. */
    public static final int SALT_LENGTH = 16;

    /** Derives the key of the document's form. */
    static byte[] documentKey(Secret passphrase, byte[] salt, int rounds) {
        return Pbkdf2.derive(passphrase, salt, rounds, Fernet.KEY_LENGTH);
    }

    /** Derives the key of the code's form. */
    static byte[] repoKey(Secret passphrase, String project) {
        byte[] text = (passphrase.reveal() + ":" + project).getBytes(StandardCharsets.UTF_8);
        try {
            return Sha256.of(text);
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }

    /** Returns the word that stands for the scheme in options, variables and reports. */
    public String word() {
        return this == DOCUMENT ? "document" : "repo";
    }
}

package io.envdrift.levels.protocol;

import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Salt and rounds of a project's key derivation. Neither is secret.
 *
 * @param salt not empty; 16 random bytes in projects that we make
 * @param rounds of PBKDF2, at least 1
 */
public record KeyParameters(byte[] salt, int rounds) {
    /** The rounds of a new project, and of one whose descriptor names none. */
    public static final int DEFAULT_ROUNDS = 600_000;
    /** Fewer rounds make the proof a cheap oracle for the passphrase. */
    public static final int MIN_ROUNDS = 100_000;
    /** More rounds are a way to make a client work for minutes. */
    public static final int MAX_ROUNDS = 10_000_000;
    /** Length of a new salt, in bytes. */
    public static final int SALT_LENGTH = 16;

    /** Checks and copies. */
    public KeyParameters {
        if (salt.length == 0 || rounds < 1) {
            throw new IllegalArgumentException("a key derivation needs a salt and at least one round");
        }
        salt = salt.clone();
    }

    /** Returns a copy of the salt. */
    @Override
    public byte[] salt() {
        return salt.clone();
    }

    /** Tells whether the rounds are within what a client accepts, {@value #MIN_ROUNDS} to {@value #MAX_ROUNDS}. */
    public boolean isAcceptable() {
        return rounds >= MIN_ROUNDS && rounds <= MAX_ROUNDS;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof KeyParameters that && rounds == that.rounds && Arrays.equals(salt, that.salt);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(salt) * 31 + rounds;
    }

    /** Returns salt and rounds, for example {@code jx0KbDPiS3eQq13B5vIEGQ== x 600000}. */
    @Override
    public String toString() {
        return Base64.getEncoder().encodeToString(salt) + " x " + rounds;
    }
}

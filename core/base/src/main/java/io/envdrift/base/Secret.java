package io.envdrift.base;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * Text that must not be seen: a private key, a vault value, a passphrase.
 *
 * <p>Security guarantees: {@link #toString()} never shows the text, {@link #equals} takes constant time for texts of the
 * same length, and {@link #reveal()} is the only way out. The text is not wiped from memory: the JVM may have copied it
 * already.
 */
public final class Secret {
    private final String text;

    private Secret(String text) {
        this.text = text;
    }

    /** Wraps a text. */
    public static Secret of(String text) {
        return new Secret(text);
    }

    /** Returns the text itself. Call it as late as possible, and never for a message. */
    public String reveal() {
        return text;
    }

    /** Tells whether the text is empty. */
    public boolean isEmpty() {
        return text.isEmpty();
    }

    /** Returns a preview that is safe to print; see {@link Redaction#preview}. */
    public String preview() {
        return Redaction.preview(text);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Secret secret && MessageDigest.isEqual(bytes(text), bytes(secret.text));
    }

    /** Returns a hash that is salted per process, so it tells nothing about the text. */
    @Override
    public int hashCode() {
        return Redaction.saltedHash(text);
    }

    @Override
    public String toString() {
        return "****";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

package io.envdrift.vaultenv;

import io.envdrift.crypto.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * Binds a cache to its environment: written as white space behind the JSON before encryption, a line end, then one
 * space (0) or tab (1) for each bit. The original's clients can still read the file, and nobody without the key can
 * alter it.
 *
 * @param owner the first 8 bytes of SHA-256 of project id, NUL, environment
 * @param version of the secrets
 * @param savedAt when the cache was written
 */
record CacheTrailer(long owner, long version, Instant savedAt) {
    private static final int BITS = 3 * Long.SIZE;

    static CacheTrailer of(String projectId, String environment, long version, Instant savedAt) {
        return new CacheTrailer(owner(projectId, environment), version, savedAt);
    }

    /** Tells whether the cache was written for this environment. */
    boolean belongsTo(String projectId, String environment) {
        return owner == owner(projectId, environment);
    }

    /** Returns the trailer as white space. */
    String text() {
        StringBuilder text = new StringBuilder(BITS + 1).append('\n');
        for (long number : new long[] {owner, version, savedAt.toEpochMilli()}) {
            for (int bit = Long.SIZE - 1; bit >= 0; bit--) {
                text.append((number >>> bit & 1) == 0 ? ' ' : '\t');
            }
        }
        return text.toString();
    }

    /** Reads the trailer behind a JSON text; caches of the original have none. */
    static Optional<CacheTrailer> read(String plaintext) {
        int start = plaintext.length() - BITS;
        if (start < 1 || plaintext.charAt(start - 1) != '\n') {
            return Optional.empty();
        }
        ByteBuffer numbers = ByteBuffer.allocate(BITS / Byte.SIZE);
        for (int at = start; at < plaintext.length(); at += Byte.SIZE) {
            int value = 0;
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                char sign = plaintext.charAt(at + bit);
                if (sign != ' ' && sign != '\t') {
                    return Optional.empty();
                }
                value = value << 1 | (sign == '\t' ? 1 : 0);
            }
            numbers.put((byte) value);
        }
        numbers.flip();
        return Optional.of(
                new CacheTrailer(numbers.getLong(), numbers.getLong(), Instant.ofEpochMilli(numbers.getLong())));
    }

    private static long owner(String projectId, String environment) {
        byte[] text = (projectId + "\0" + environment).getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.wrap(Sha256.of(text)).getLong();
    }
}

package io.envdrift.server.api.reports;

import io.envdrift.base.Secret;
import io.envdrift.crypto.Sha256;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;

/**
 * A token, without the token itself.
 *
 * @param digest SHA-256 of its text, which is random, so that a plain digest tells nothing of it
 * @param name what the operator calls it
 */
record ReportToken(String digest, String name, Kind kind, String createdAt) {
    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** The one thing that a token can do. */
    enum Kind {
        /** Post reports. */
        POST,
        /** Read reports. */
        READ;

        /** Returns the word in the database and in the token's text. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Returns a new text, as in {@code envdrift_report_post_…}. */
    static Secret make(Kind kind) {
        byte[] random = new byte[BYTES];
        RANDOM.nextBytes(random);
        return Secret.of("envdrift_report_" + kind.word() + "_"
                + Base64.getUrlEncoder().withoutPadding().encodeToString(random));
    }

    /** Returns what is stored of a text. */
    static String digest(String text) {
        return Sha256.hex(text);
    }
}

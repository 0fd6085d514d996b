package io.envdrift.envsync;

import java.util.Map;

/**
 * A decrypted version of a branch.
 *
 * @param text exactly what was pushed
 * @param pushedBy as the server's token said
 * @param pushedAt ISO-8601 in UTC, as the server wrote it
 */
public record Pulled(String branch, String text, long version, String pushedBy, String pushedAt) {
    /** Returns names and values by the .env grammar, in the order of the text. */
    public Map<String, String> values() {
        return PushedNames.values(text);
    }

    /** Shows no values. */
    @Override
    public String toString() {
        return "Pulled[" + branch + ", version " + version + "]";
    }
}

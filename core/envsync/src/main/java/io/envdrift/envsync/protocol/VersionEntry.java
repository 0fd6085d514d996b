package io.envdrift.envsync.protocol;

import io.envdrift.json.JsonObject;
import java.util.List;

/**
 * A version in the history of a branch.
 *
 * @param keyNames as its pusher gave them
 * @param pushedAt ISO-8601, UTC
 */
public record VersionEntry(long version, List<String> keyNames, String pushedBy, String pushedAt) {
    /** Reads one. */
    public static VersionEntry read(JsonObject json) {
        return new VersionEntry(
                json.requireWhole("version"),
                json.texts("key_names").orElse(List.of()),
                json.text("pushed_by").orElse(""),
                json.text("pushed_at").orElse(""));
    }
}

package io.envdrift.envsync.protocol;

import io.envdrift.json.JsonObject;

/**
 * A branch in the list of a project's branches.
 *
 * @param version the newest
 * @param keyCount how many key names its pusher gave
 * @param pushedAt ISO-8601, UTC
 */
public record BranchEntry(String branch, long version, long keyCount, String pushedBy, String pushedAt) {
    /** Reads one. */
    public static BranchEntry read(JsonObject json) {
        return new BranchEntry(
                json.requireText("branch"),
                json.requireWhole("version"),
                json.whole("key_count").orElse(0),
                json.text("pushed_by").orElse(""),
                json.text("pushed_at").orElse(""));
    }
}

package io.envdrift.levels.protocol;

import io.envdrift.json.JsonException;
import io.envdrift.json.JsonMembers;
import io.envdrift.json.JsonObject;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A write of one level: {@code POST …/secrets/store}.
 *
 * @param level where it goes
 * @param content the blob, or plaintext where the project allows it
 * @param proof in client-managed custody
 * @param withoutBackup whether the prior content is not kept as a version
 * @param expectedVersion the version that it replaces, 0 for none; another one is a conflict. The original ignores it
 * @param variableCount how many variables the text holds; the original ignores it
 */
public record StoreLevel(
        LevelPath level,
        String content,
        Optional<String> proof,
        boolean withoutBackup,
        OptionalLong expectedVersion,
        OptionalLong variableCount) {
    /**
     * Reads a request.
     *
     * @throws JsonException when a member is missing or of another type
     */
    public static StoreLevel read(JsonObject json) {
        return new StoreLevel(
                LevelReference.read(json),
                json.requireText("content"),
                json.text("key_proof"),
                json.flag("no_backup"),
                json.whole("expected_version"),
                json.whole("variable_count"));
    }

    /** Returns the body, with the members that are the original's first. */
    public JsonMembers members() {
        JsonMembers members =
                LevelReference.members(level).put("content", content).putIfPresent("key_proof", proof);
        if (withoutBackup) {
            members.put("no_backup", true);
        }
        return members.putIfPresent("expected_version", expectedVersion).putIfPresent("variable_count", variableCount);
    }

    /** Shows no content and no proof. */
    @Override
    public String toString() {
        return "store of " + level;
    }
}

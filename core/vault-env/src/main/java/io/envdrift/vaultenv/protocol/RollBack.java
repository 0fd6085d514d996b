package io.envdrift.vaultenv.protocol;

import io.envdrift.json.JsonException;
import io.envdrift.json.JsonMembers;
import io.envdrift.json.JsonObject;
import java.util.Optional;

/**
 * Stores an old version of an environment once more, as its newest.
 *
 * @param version the old version; on the wire a number or its text
 * @param deviceHash the hash of the caller's own device; strict projects demand it
 */
public record RollBack(String projectId, String environment, long version, Optional<String> deviceHash)
        implements SignedRequest {
    /**
     * Reads the request.
     *
     * @throws JsonException when project, environment or version are missing
     */
    public static RollBack read(JsonObject json) {
        return new RollBack(
                json.requireText("project_id"),
                json.requireName("environment", MAX_NAME_LENGTH),
                json.requireWhole("version"),
                json.text("device_hash"));
    }

    @Override
    public JsonMembers members() {
        return new JsonMembers()
                .put("project_id", projectId)
                .put("environment", environment)
                .put("version", version)
                .putIfPresent("device_hash", deviceHash);
    }
}

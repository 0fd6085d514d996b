package io.envdrift.vaultenv.protocol;

import io.envdrift.json.JsonException;
import io.envdrift.json.JsonMembers;
import io.envdrift.json.JsonObject;
import java.util.Optional;

/**
 * Asks for something of one environment: its secrets, its current version or its versions.
 *
 * @param environment any text, case-sensitive
 * @param deviceHash the hash of the caller's own device
 */
public record EnvironmentQuery(String projectId, String environment, Optional<String> deviceHash)
        implements SignedRequest {
    /**
     * Reads the request.
     *
     * @throws JsonException when project or environment are missing
     */
    public static EnvironmentQuery read(JsonObject json) {
        return new EnvironmentQuery(
                json.requireText("project_id"),
                json.requireName("environment", MAX_NAME_LENGTH),
                json.text("device_hash"));
    }

    @Override
    public JsonMembers members() {
        return new JsonMembers()
                .put("project_id", projectId)
                .put("environment", environment)
                .putIfPresent("device_hash", deviceHash);
    }
}

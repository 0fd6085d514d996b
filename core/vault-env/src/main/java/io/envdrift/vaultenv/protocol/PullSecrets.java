package io.envdrift.vaultenv.protocol;

import io.envdrift.json.JsonException;
import io.envdrift.json.JsonMembers;
import io.envdrift.json.JsonObject;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Asks for the secrets of one environment.
 *
 * @param environment any text, case-sensitive
 * @param deviceHash the hash of the caller's own device
 * @param version which version; unset: the newest. The original's service ignores it
 */
public record PullSecrets(String projectId, String environment, Optional<String> deviceHash, OptionalLong version)
        implements SignedRequest {
    /**
     * Reads the request.
     *
     * @throws JsonException when project or environment are missing, or the version is no whole number
     */
    public static PullSecrets read(JsonObject json) {
        return new PullSecrets(
                json.requireText("project_id"),
                json.requireName("environment", MAX_NAME_LENGTH),
                json.text("device_hash"),
                json.whole("version"));
    }

    @Override
    public JsonMembers members() {
        return new JsonMembers()
                .put("project_id", projectId)
                .put("environment", environment)
                .putIfPresent("device_hash", deviceHash)
                .putIfPresent("version", version);
    }
}

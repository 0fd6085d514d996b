package io.envdrift.vaultenv.protocol;

import io.envdrift.json.JsonException;
import io.envdrift.json.JsonMembers;
import io.envdrift.json.JsonObject;
import java.util.Optional;

/**
 * Approves or revokes a device.
 *
 * @param deviceId the server's id of the device that is changed
 * @param deviceHash the hash of the caller's own device; strict projects demand it
 */
public record ChangeDevice(String projectId, String deviceId, Optional<String> deviceHash) implements SignedRequest {
    /**
     * Reads the request.
     *
     * @throws JsonException when project or device are missing
     */
    public static ChangeDevice read(JsonObject json) {
        return new ChangeDevice(
                json.requireText("project_id"),
                json.requireName("device_id", MAX_NAME_LENGTH),
                json.text("device_hash"));
    }

    @Override
    public JsonMembers members() {
        return new JsonMembers()
                .put("project_id", projectId)
                .put("device_id", deviceId)
                .putIfPresent("device_hash", deviceHash);
    }
}

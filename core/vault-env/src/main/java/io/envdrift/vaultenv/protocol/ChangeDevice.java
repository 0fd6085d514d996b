package io.envdrift.vaultenv.protocol;

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
     * @throws MalformedMessageException when project or device are missing
     */
    public static ChangeDevice read(JsonObject json) {
        return new ChangeDevice(
                json.requireText("project_id"),
                json.requireName("device_id", MAX_NAME_LENGTH),
                json.text("device_hash"));
    }

    @Override
    public String toJson() {
        return new JsonText()
                .put("project_id", projectId)
                .put("device_id", deviceId)
                .putIfPresent("device_hash", deviceHash)
                .end();
    }
}

package io.envdrift.vaultenv.protocol;

import io.envdrift.json.JsonException;
import io.envdrift.json.JsonMembers;
import io.envdrift.json.JsonObject;
import java.util.Optional;

/**
 * Registers a device; the same hash again changes nothing.
 *
 * @param deviceName what people call the device
 * @param hash the device's hash, see {@link DeviceSecret#hash}
 */
public record RegisterDevice(String projectId, String deviceName, String hash) implements SignedRequest {
    /**
     * Reads the request.
     *
     * @throws JsonException when one of the three is missing or too long
     */
    public static RegisterDevice read(JsonObject json) {
        for (String name : new String[] {"project_id", "device_name", "device_hash"}) {
            if (json.text(name).filter(text -> !text.isEmpty()).isEmpty()) {
                throw new JsonException("project_id, device_name, and device_hash required");
            }
        }
        return new RegisterDevice(
                json.requireText("project_id"),
                json.requireName("device_name", MAX_NAME_LENGTH),
                json.requireName("device_hash", MAX_NAME_LENGTH));
    }

    @Override
    public Optional<String> deviceHash() {
        return Optional.of(hash);
    }

    @Override
    public JsonMembers members() {
        return new JsonMembers()
                .put("project_id", projectId)
                .put("device_name", deviceName)
                .put("device_hash", hash);
    }
}

package io.envdrift.vaultenv.protocol;

import io.envdrift.json.JsonMembers;
import io.envdrift.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** A project's devices, newest first. */
public record DeviceList(List<Device> devices) implements Message {
    /**
     * One device. Times are ISO-8601 in UTC with milliseconds.
     *
     * @param id the server's id
     * @param name what people call it
     */
    public record Device(
            String id,
            String name,
            DeviceStatus status,
            String createdAt,
            Optional<String> approvedAt,
            Optional<String> lastSeenAt) {
        private static Device read(JsonObject json) {
            return new Device(
                    json.requireText("id"),
                    json.requireText("device_name"),
                    DeviceStatus.of(json.requireText("status")),
                    json.requireText("created_at"),
                    json.text("approved_at"),
                    json.text("last_seen_at"));
        }

        private JsonMembers json() {
            return new JsonMembers()
                    .put("id", id)
                    .put("device_name", name)
                    .put("status", status.text())
                    .put("created_at", createdAt)
                    .putNullable("approved_at", approvedAt)
                    .putNullable("last_seen_at", lastSeenAt);
        }
    }

    /** Reads the answer. */
    public static DeviceList read(JsonObject json) {
        return new DeviceList(json.requireList("devices", Device::read));
    }

    @Override
    public JsonMembers members() {
        return new JsonMembers()
                .put("devices", devices.stream().map(Device::json).toList());
    }
}

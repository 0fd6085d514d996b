package io.envdrift.vaultenv.protocol;

import io.envdrift.json.JsonMembers;
import io.envdrift.json.JsonObject;

/** Answers what concerns one device: its id and its status now. */
public record DeviceState(String deviceId, DeviceStatus status) implements Message {
    /** Reads the answer. */
    public static DeviceState read(JsonObject json) {
        return new DeviceState(json.requireText("device_id"), DeviceStatus.of(json.requireText("status")));
    }

    @Override
    public JsonMembers members() {
        return new JsonMembers().put("device_id", deviceId).put("status", status.text());
    }
}

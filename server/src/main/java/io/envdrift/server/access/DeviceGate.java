package io.envdrift.server.access;

import io.envdrift.server.store.Device;
import io.envdrift.server.store.Devices;
import io.envdrift.vaultenv.protocol.SignedRequest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Which calls need an approved device. */
public enum DeviceGate {
    /** The key is enough. */
    OPEN,
    /** An approved device, once the project has any device at all: push and pull. */
    ONCE_DEVICES_EXIST,
    /** An approved device in strict projects; the key is enough in others, as in the original. */
    STRICT_PROJECTS;

    /**
     * Lets the caller pass.
     *
     * @return the caller with the device it named, if the project knows it
     * @throws Refusal 403 when the device is missing, unknown, pending or revoked and the gate demands one
     */
    public Caller pass(Connection connection, Caller caller, SignedRequest message) throws SQLException {
        String projectId = caller.project().id();
        Optional<String> hash = message.deviceHash();
        Optional<Device> device =
                hash.isPresent() ? Devices.byHash(connection, projectId, hash.get()) : Optional.empty();
        boolean demanded = switch (this) {
            case OPEN -> false;
            case ONCE_DEVICES_EXIST -> device.isPresent() || Devices.any(connection, projectId);
            case STRICT_PROJECTS -> caller.project().strict();
        };
        if (demanded) {
            requireApproved(device);
        }
        return caller.withDevice(device);
    }

    private static void requireApproved(Optional<Device> device) {
        if (device.isEmpty()) {
            throw Refusal.forbidden("Device not registered or revoked");
        }
        switch (device.get().status()) {
            case APPROVED -> {}
            case PENDING -> throw Refusal.forbidden("Device pending approval");
            case REVOKED -> throw Refusal.forbidden("Device not registered or revoked");
        }
    }
}

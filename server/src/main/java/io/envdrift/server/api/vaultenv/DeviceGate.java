package io.envdrift.server.api.vaultenv;

import io.envdrift.vaultenv.protocol.VaultEnvRefusal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Which calls need an approved device. */
enum DeviceGate {
    /** The key is enough. */
    OPEN,
    /** An approved device, once the project has any device at all: push and pull. */
    ONCE_DEVICES_EXIST,
    /** An approved device in strict projects; the key is enough in others, as in the original. */
    STRICT_PROJECTS;

    /**
     * Lets the caller pass.
     *
     * @param caller with the device it named, if the project knows it, as the database has it now
     * @throws io.envdrift.server.pipeline.Refusal 403 when the device is missing, unknown, pending or revoked and the gate demands one
     */
    void pass(Connection connection, Caller caller) throws SQLException {
        Optional<Device> device = caller.device();
        boolean demanded = switch (this) {
            case OPEN -> false;
            case ONCE_DEVICES_EXIST ->
                device.isPresent() || Devices.any(connection, caller.project().id());
            case STRICT_PROJECTS -> caller.project().strict();
        };
        if (demanded) {
            requireApproved(device);
        }
    }

    private static void requireApproved(Optional<Device> device) {
        if (device.isEmpty()) {
            throw Refusals.of(VaultEnvRefusal.DEVICE_NOT_REGISTERED);
        }
        switch (device.get().status()) {
            case APPROVED -> {}
            case PENDING -> throw Refusals.of(VaultEnvRefusal.DEVICE_PENDING);
            case REVOKED -> throw Refusals.of(VaultEnvRefusal.DEVICE_NOT_REGISTERED);
        }
    }
}

package io.envdrift.server.api.vaultenv;

import io.envdrift.server.api.vaultenv.SignedRoute.Told;
import io.envdrift.vaultenv.protocol.ChangeDevice;
import io.envdrift.vaultenv.protocol.DeviceList;
import io.envdrift.vaultenv.protocol.DeviceState;
import io.envdrift.vaultenv.protocol.DeviceStatus;
import io.envdrift.vaultenv.protocol.Endpoint;
import io.envdrift.vaultenv.protocol.ProjectQuery;
import io.envdrift.vaultenv.protocol.RegisterDevice;
import io.envdrift.vaultenv.protocol.VaultEnvRefusal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Register, approve, list and revoke devices. */
record DeviceApi(SignatureIdentity identity, InstantSource clock) {
    /** Returns the calls. */
    List<VaultEnvRoute> routes() {
        return List.of(
                new SignedRoute<>(
                        identity, Endpoint.REGISTER_DEVICE, RegisterDevice::read, DeviceGate.OPEN, this::register),
                new SignedRoute<>(
                        identity,
                        Endpoint.APPROVE_DEVICE,
                        ChangeDevice::read,
                        DeviceGate.STRICT_PROJECTS,
                        this::approve),
                new SignedRoute<>(identity, Endpoint.LIST_DEVICES, ProjectQuery::read, DeviceGate.OPEN, this::list),
                new SignedRoute<>(
                        identity,
                        Endpoint.REVOKE_DEVICE,
                        ChangeDevice::read,
                        DeviceGate.STRICT_PROJECTS,
                        this::revoke));
    }

    private Told register(Connection connection, Caller caller, RegisterDevice request) throws SQLException {
        String projectId = caller.project().id();
        // Only one of two devices that register at the same time is the first one.
        Projects.lock(connection, projectId);
        Optional<Device> known = Devices.byHash(connection, projectId, request.hash());
        if (known.isPresent()) {
            return state(known.get());
        }
        DeviceStatus status = Devices.any(connection, projectId) ? DeviceStatus.PENDING : DeviceStatus.APPROVED;
        return state(Devices.add(connection, projectId, request.deviceName(), request.hash(), status, clock.instant()));
    }

    private Told approve(Connection connection, Caller caller, ChangeDevice request) throws SQLException {
        Device device = require(connection, caller, request);
        Devices.approve(connection, device.id(), clock.instant());
        return state(new Device(device.id(), DeviceStatus.APPROVED));
    }

    private Told revoke(Connection connection, Caller caller, ChangeDevice request) throws SQLException {
        String projectId = caller.project().id();
        Projects.lock(connection, projectId);
        Device device = require(connection, caller, request);
        boolean last = device.status() == DeviceStatus.APPROVED && Devices.approved(connection, projectId) == 1;
        if (last && caller.project().strict()) {
            // Otherwise no device could approve others, and nobody could ever read or write again.
            throw Refusals.of(VaultEnvRefusal.LAST_DEVICE);
        }
        Devices.revoke(connection, device.id());
        return state(new Device(device.id(), DeviceStatus.REVOKED));
    }

    private Told list(Connection connection, Caller caller, ProjectQuery request) throws SQLException {
        return Told.of(new DeviceList(Devices.all(connection, caller.project().id())));
    }

    private static Device require(Connection connection, Caller caller, ChangeDevice request) throws SQLException {
        return Devices.byId(connection, caller.project().id(), request.deviceId())
                .orElseThrow(() -> Refusals.of(VaultEnvRefusal.DEVICE_NOT_FOUND));
    }

    private static Told state(Device device) {
        return Told.of(new DeviceState(device.id(), device.status()));
    }
}

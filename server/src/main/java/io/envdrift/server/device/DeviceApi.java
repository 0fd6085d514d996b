package io.envdrift.server.device;

import io.envdrift.server.access.Caller;
import io.envdrift.server.access.DeviceGate;
import io.envdrift.server.access.Refusal;
import io.envdrift.server.call.Route;
import io.envdrift.server.call.Route.Answer;
import io.envdrift.server.store.Device;
import io.envdrift.server.store.Devices;
import io.envdrift.server.store.Projects;
import io.envdrift.vaultenv.protocol.ChangeDevice;
import io.envdrift.vaultenv.protocol.DeviceList;
import io.envdrift.vaultenv.protocol.DeviceState;
import io.envdrift.vaultenv.protocol.DeviceStatus;
import io.envdrift.vaultenv.protocol.Endpoint;
import io.envdrift.vaultenv.protocol.ProjectQuery;
import io.envdrift.vaultenv.protocol.RegisterDevice;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Register, approve, list and revoke devices. */
public final class DeviceApi {
    private final InstantSource clock;

    /** Creates the API. */
    public DeviceApi(InstantSource clock) {
        this.clock = clock;
    }

    /** Returns the calls. */
    public List<Route> routes() {
        return List.of(
                new Route.Signed<>(Endpoint.REGISTER_DEVICE, RegisterDevice::read, DeviceGate.OPEN, this::register),
                new Route.Signed<>(
                        Endpoint.APPROVE_DEVICE, ChangeDevice::read, DeviceGate.STRICT_PROJECTS, this::approve),
                new Route.Signed<>(Endpoint.LIST_DEVICES, ProjectQuery::read, DeviceGate.OPEN, this::list),
                new Route.Signed<>(
                        Endpoint.REVOKE_DEVICE, ChangeDevice::read, DeviceGate.STRICT_PROJECTS, this::revoke));
    }

    private Answer register(Connection connection, Caller caller, RegisterDevice request) throws SQLException {
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

    private Answer approve(Connection connection, Caller caller, ChangeDevice request) throws SQLException {
        Device device = require(connection, caller, request);
        Devices.approve(connection, device.id(), clock.instant());
        return state(new Device(device.id(), DeviceStatus.APPROVED));
    }

    private Answer revoke(Connection connection, Caller caller, ChangeDevice request) throws SQLException {
        String projectId = caller.project().id();
        Projects.lock(connection, projectId);
        Device device = require(connection, caller, request);
        boolean last = device.status() == DeviceStatus.APPROVED && Devices.approved(connection, projectId) == 1;
        if (last && caller.project().strict()) {
            // Nobody could approve a device any more, so nobody could ever read or write again.
            throw Refusal.conflict("The last approved device of a strict project cannot be revoked");
        }
        Devices.revoke(connection, device.id());
        return state(new Device(device.id(), DeviceStatus.REVOKED));
    }

    private Answer list(Connection connection, Caller caller, ProjectQuery request) throws SQLException {
        return Answer.of(new DeviceList(Devices.all(connection, caller.project().id())));
    }

    private static Device require(Connection connection, Caller caller, ChangeDevice request) throws SQLException {
        return Devices.byId(connection, caller.project().id(), request.deviceId())
                .orElseThrow(() -> Refusal.notFound("Device not found"));
    }

    private static Answer state(Device device) {
        return Answer.of(new DeviceState(device.id(), device.status()));
    }
}

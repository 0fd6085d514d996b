package io.envdrift.cli.vaultenv;

import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.render.Fields;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Row;
import io.envdrift.vaultenv.VaultProject;
import io.envdrift.vaultenv.protocol.DeviceState;
import java.util.List;

/** The two commands that change whether a device may push and pull. */
abstract class ChangeDeviceCommand extends ProjectAction {
    private String id = "";

    private ChangeDeviceCommand(Host host) {
        super(host);
    }

    @Override
    public void declare(CommandOptions options) {
        super.declare(options);
        options.value("--id", "UUID", "Id of the device; see list-devices.", text -> id = text)
                .required(true);
    }

    @Override
    protected final Reporter.Result run(VaultEnvSession session) {
        DeviceState state = change(session.project(), id);
        return done(List.of(Row.line(
                Level.GOOD,
                "Device " + state.status().text() + ": " + state.deviceId(),
                Fields.of("deviceId", state.deviceId(), "status", state.status().text()))));
    }

    abstract DeviceState change(VaultProject project, String deviceId);

    /** {@code vault-env approve-device}. */
    static final class Approve extends ChangeDeviceCommand {
        Approve(Host host) {
            super(host);
        }

        @Override
        public Outline outline() {
            return Outline.of("approve-device", "Let a registered device push and pull.");
        }

        @Override
        DeviceState change(VaultProject project, String deviceId) {
            return project.approve(deviceId);
        }
    }

    /** {@code vault-env revoke-device}. */
    static final class Revoke extends ChangeDeviceCommand {
        Revoke(Host host) {
            super(host);
        }

        @Override
        public Outline outline() {
            return Outline.of("revoke-device", "Let a device no longer push and pull.");
        }

        @Override
        DeviceState change(VaultProject project, String deviceId) {
            return project.revoke(deviceId);
        }
    }
}

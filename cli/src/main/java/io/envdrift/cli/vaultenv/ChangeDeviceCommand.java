package io.envdrift.cli.vaultenv;

import io.envdrift.cli.Host;
import io.envdrift.cli.Reporter;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Row;
import io.envdrift.vaultenv.VaultProject;
import io.envdrift.vaultenv.protocol.DeviceState;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The two commands that change whether a device may push and pull. */
abstract class ChangeDeviceCommand extends ProjectAction {
    @Option(names = "--id", required = true, paramLabel = "UUID", description = "Id of the device; see list-devices.")
    private String id = "";

    private ChangeDeviceCommand(Host host) {
        super(host);
    }

    @Override
    final Reporter.Result run(VaultEnvSession session) {
        DeviceState state = change(session.project(), id);
        return done(List.of(Row.line(
                Level.GOOD,
                "Device " + state.status().text() + ": " + state.deviceId(),
                Map.of("deviceId", state.deviceId(), "status", state.status().text()))));
    }

    abstract DeviceState change(VaultProject project, String deviceId);

    /** {@code vault-env approve-device}. */
    @Command(name = "approve-device", description = "Let a registered device push and pull.")
    static final class Approve extends ChangeDeviceCommand {
        Approve(Host host) {
            super(host);
        }

        @Override
        DeviceState change(VaultProject project, String deviceId) {
            return project.approve(deviceId);
        }
    }

    /** {@code vault-env revoke-device}. */
    @Command(name = "revoke-device", description = "Let a device no longer push and pull.")
    static final class Revoke extends ChangeDeviceCommand {
        Revoke(Host host) {
            super(host);
        }

        @Override
        DeviceState change(VaultProject project, String deviceId) {
            return project.revoke(deviceId);
        }
    }
}

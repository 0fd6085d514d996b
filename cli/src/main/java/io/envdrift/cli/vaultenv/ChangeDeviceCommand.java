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
import java.util.function.BiFunction;

/** The two commands that change whether a device may push and pull. */
final class ChangeDeviceCommand extends ProjectAction {
    private final BiFunction<VaultProject, String, DeviceState> change;
    private String id = "";

    private ChangeDeviceCommand(Host host, Outline outline, BiFunction<VaultProject, String, DeviceState> change) {
        super(host, outline);
        this.change = change;
    }

    /** {@code vault-env approve-device}. */
    static ChangeDeviceCommand approve(Host host) {
        return new ChangeDeviceCommand(
                host, Outline.of("approve-device", "Let a registered device push and pull."), VaultProject::approve);
    }

    /** {@code vault-env revoke-device}. */
    static ChangeDeviceCommand revoke(Host host) {
        return new ChangeDeviceCommand(
                host, Outline.of("revoke-device", "Let a device no longer push and pull."), VaultProject::revoke);
    }

    @Override
    public void declare(CommandOptions options) {
        super.declare(options);
        options.value("--id", "UUID", "Id of the device; see list-devices.", text -> id = text)
                .required(true);
    }

    @Override
    protected Reporter.Result run(VaultEnvSession session) {
        DeviceState state = change.apply(session.project(), id);
        return done(List.of(Row.line(
                Level.GOOD,
                "Device " + state.status().text() + ": " + state.deviceId(),
                Fields.of("deviceId", state.deviceId(), "status", state.status().text()))));
    }
}

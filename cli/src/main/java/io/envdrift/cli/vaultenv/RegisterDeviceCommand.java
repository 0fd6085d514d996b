package io.envdrift.cli.vaultenv;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Row;
import io.envdrift.vaultenv.project.EnrollDevice;
import io.envdrift.vaultenv.protocol.DeviceStatus;
import io.envdrift.vaultenv.protocol.VaultKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code vault-env register-device}: this machine, or another one from here. */
final class RegisterDeviceCommand extends ProjectAction {
    private @Nullable String name;
    private boolean another;
    private @Nullable String secret;

    RegisterDeviceCommand(Host host) {
        super(
                host,
                Outline.of(
                        "register-device",
                        "Register this machine with the device secret it has, or a new one if it has none.",
                        "A secret that is there is never lost: --secret - keeps it beside the adopted one."));
    }

    @Override
    public void declare(CommandOptions options) {
        super.declare(options);
        options.value("--name", "NAME", "Name of the device (default: this machine's).", text -> name = text);
        options.flag(
                "--new-secret",
                "Register another device, such as a server, and print its secret, once.",
                on -> another = on);
        options.value(
                "--secret",
                "-",
                "Adopt the secret of another device from standard input, or from @FILE; a secret that this"
                        + " machine has is kept beside it.",
                text -> secret = text);
    }

    @Override
    protected Reporter.Result run(VaultEnvSession session) {
        if (another && secret != null) {
            throw new EnvdriftException(
                    ErrorCode.USAGE, "--new-secret and --secret exclude each other", "leave one of them out");
        }
        String device = Optional.ofNullable(name).orElseGet(() -> DeviceName.of(session.host()));
        EnrollDevice.Enrolled enrolled = enroll(session, device);
        String id = enrolled.state().deviceId();
        String status = enrolled.state().status().text();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("deviceId", id);
        fields.put("name", device);
        fields.put("status", status);
        enrolled.secret().ifPresent(shown -> fields.put("secret", shown.reveal()));
        List<Row> lines = new ArrayList<>();
        if (enrolled.known().isPresent()) {
            String known = enrolled.known().get().name();
            fields.put("name", known);
            fields.put("alreadyRegistered", true);
            lines.add(Row.line(
                    Level.PLAIN,
                    "This machine is registered already, as '" + known + "': " + id + " (" + status + ")",
                    fields));
            lines.add(note("For another machine, such as a server: vault-env register-device --new-secret --name \""
                    + (known.equals(device) ? "NAME" : device) + "\""));
        } else {
            lines.add(Row.line(Level.GOOD, "Device registered: " + id + " (" + status + ")", fields));
        }
        enrolled.former()
                .ifPresent(file -> lines.add(note("The secret that this machine had before is kept in " + file)));
        if (enrolled.state().status() != DeviceStatus.APPROVED) {
            lines.add(note("Ask the project owner to run: vault-env approve-device --id " + id));
        }
        if (!session.isJson()) {
            enrolled.secret().ifPresent(shown -> print(session.host(), shown));
        }
        return done(lines);
    }

    private EnrollDevice.Enrolled enroll(VaultEnvSession session, String device) {
        VaultKey key = session.key();
        EnrollDevice enroll = new EnrollDevice(session.server(), session.devices());
        if (another) {
            return enroll.another(key, device);
        }
        if (secret == null) {
            return enroll.reuse(key, device);
        }
        if (!secret.equals("-") && !secret.startsWith("@")) {
            throw new EnvdriftException(
                    ErrorCode.USAGE,
                    "A device secret is not taken from the command line, where others can see it",
                    "pass --secret - and give it on standard input");
        }
        return enroll.adopt(key, device, session.secret(secret));
    }

    /** The secret is data: it is printed also with {@code --quiet}, alone on standard output. */
    private static void print(Host host, Secret secret) {
        host.err().println("The secret of the new device, which is not shown again; there it is VAULT_DEVICE_SECRET:");
        host.out().println(secret.reveal());
    }

    private static Row note(String text) {
        return Row.line(Level.PLAIN, text, Map.of());
    }
}

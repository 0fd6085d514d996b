package io.envdrift.cli.vaultenv;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.cli.Host;
import io.envdrift.cli.OutputOptions;
import io.envdrift.cli.Reporter;
import io.envdrift.cli.render.JsonValues;
import io.envdrift.vaultenv.protocol.DeviceSecret;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code vault-env device}. */
@Command(name = "device", description = "This machine's device secret.")
final class DeviceCommand extends CommandGroup {
    private DeviceCommand(Host host) {
        super(host);
    }

    static CommandLine on(Host host) {
        return new CommandLine(new DeviceCommand(host)).addSubcommand(new Export(host));
    }

    /** {@code vault-env device export}: for the other machines that shall read the same. */
    @Command(
            name = "export",
            description = {
                "Print this machine's device secret, for machines that shall read the same environments.",
                "They take it with 'vault-env register-device --secret -', or as VAULT_DEVICE_SECRET."
            })
    static final class Export extends ProjectAction {
        Export(Host host) {
            super(host);
        }

        @Override
        Reporter.Result run(VaultEnvSession session) {
            DeviceSecret secret = session.devices()
                    .find(session.key().projectId())
                    .orElseThrow(() -> new EnvdriftException(
                            ErrorCode.DEVICE,
                            "Device not registered. Run: vault-env register-device",
                            "this machine has no device secret for this project"));
            if (session.reporter().format() == OutputOptions.Format.JSON) {
                JsonValues.print(
                        session.host().out(), Map.of("secret", secret.text().reveal()));
            } else {
                session.host().out().println(secret.text().reveal());
            }
            return new Reporter.Result(report(), true, true);
        }
    }
}

package io.envdrift.cli.vaultenv;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.cli.base.CommandGroup;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.Reporter;
import io.envdrift.vaultenv.protocol.DeviceSecret;
import java.util.Map;

/** {@code vault-env device}. */
final class DeviceCommand extends CommandGroup {
    DeviceCommand(Host host) {
        super(host, Outline.of("device", "This machine's device secret."));
        add("export", () -> new Export(host));
    }

    /** {@code vault-env device export}: for the other machines that shall read the same. */
    static final class Export extends ProjectAction {
        Export(Host host) {
            super(
                    host,
                    Outline.of(
                            "export",
                            "Print this machine's device secret, for machines that shall read the same environments.",
                            "They take it with 'vault-env register-device --secret -', or as VAULT_DEVICE_SECRET."));
        }

        @Override
        protected Reporter.Result run(VaultEnvSession session) {
            DeviceSecret secret = session.devices()
                    .find(session.key().projectId())
                    .orElseThrow(() -> new EnvdriftException(
                            ErrorCode.DEVICE,
                            "Device not registered. Run: vault-env register-device",
                            "this machine has no device secret for this project"));
            String text = secret.text().reveal();
            return printed(session, Map.of("secret", text), () -> text + "\n");
        }
    }
}

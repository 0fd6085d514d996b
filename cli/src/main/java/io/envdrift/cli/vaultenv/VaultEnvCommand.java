package io.envdrift.cli.vaultenv;

import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.StandaloneGroup;

/** {@code envdrift vault-env}: the encrypted blob store. Without a command it prints its help, as the original does. */
public final class VaultEnvCommand extends StandaloneGroup {
    /**
     * Creates the command for a machine.
     *
     * @param named the command below it that will run; only that one is built, or all when there is none of that name
     */
    public VaultEnvCommand(Host host, String named) {
        super(
                host,
                Outline.of(
                                "vault-env",
                                "One key in .env, all other secrets encrypted on a server.",
                                "The key is VAULT_KEY of the environment, else that of .env in this directory.")
                        .footer(
                                "",
                                "Examples:",
                                "  vault-env init --name my-app",
                                "  vault-env push --env production",
                                "  vault-env pull --env staging --output .env.staging",
                                "",
                                "The server is --url, else VAULT_URL, else https://api.vaultdotenv.io.",
                                "The environment is --env, else NODE_ENV, ENVIRONMENT, development."),
                named);
        add("init", () -> new InitProjectCommand(host));
        add("push", () -> new PushCommand(host));
        add("pull", () -> new PullSecretsCommand(host));
        add("versions", () -> new VersionsCommand(host));
        add("rollback", () -> new RollbackCommand(host));
        add("set", () -> new SetSecretCommand(host));
        add("get", () -> new GetSecretCommand(host));
        add("delete", () -> new DeleteSecretCommand(host));
        add("register-device", () -> new RegisterDeviceCommand(host));
        add("approve-device", () -> ChangeDeviceCommand.approve(host));
        add("list-devices", () -> new ListDevicesCommand(host));
        add("revoke-device", () -> ChangeDeviceCommand.revoke(host));
        add("device", () -> new DeviceCommand(host));
        add("key", () -> new KeyCommand(host));
        add("rotate-key", () -> new RotateKeyCommand(host));
    }
}

package io.envdrift.cli.vaultenv;

import io.envdrift.cli.Host;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code envdrift vault-env}: the encrypted blob store. Without a command it prints its help, as the original does. */
@Command(
        name = "vault-env",
        description = {
            "One key in .env, all other secrets encrypted on a server.",
            "The key is VAULT_KEY of the environment, else that of .env in this directory."
        },
        footer = {
            "",
            "Examples:",
            "  vault-env init --name my-app",
            "  vault-env push --env production",
            "  vault-env pull --env staging --output .env.staging",
            "",
            "The server is --url, else VAULT_URL, else https://api.vaultdotenv.io.",
            "The environment is --env, else NODE_ENV, ENVIRONMENT, development."
        })
public final class VaultEnvCommand extends CommandGroup {
    private VaultEnvCommand(Host host) {
        super(host);
    }

    /**
     * Returns the command for a machine.
     *
     * @param named the command below it that will run; only that one is built, or all when there is none of that name
     */
    public static CommandLine on(Host host, String named) {
        Map<String, Supplier<Object>> commands = commands(host);
        CommandLine line = new CommandLine(new VaultEnvCommand(host));
        Supplier<Object> one = commands.get(named);
        if (one != null) {
            return line.addSubcommand(one.get());
        }
        commands.values().forEach(command -> line.addSubcommand(command.get()));
        return line;
    }

    private static Map<String, Supplier<Object>> commands(Host host) {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("init", () -> new InitProjectCommand(host));
        commands.put("push", () -> new PushCommand(host));
        commands.put("pull", () -> new PullSecretsCommand(host));
        commands.put("versions", () -> new VersionsCommand(host));
        commands.put("rollback", () -> new RollbackCommand(host));
        commands.put("set", () -> new SetSecretCommand(host));
        commands.put("get", () -> new GetSecretCommand(host));
        commands.put("delete", () -> new DeleteSecretCommand(host));
        commands.put("register-device", () -> new RegisterDeviceCommand(host));
        commands.put("approve-device", () -> new ChangeDeviceCommand.Approve(host));
        commands.put("list-devices", () -> new ListDevicesCommand(host));
        commands.put("revoke-device", () -> new ChangeDeviceCommand.Revoke(host));
        commands.put("device", () -> DeviceCommand.on(host));
        commands.put("key", () -> KeyCommand.on(host));
        commands.put("rotate-key", () -> new RotateKeyCommand(host));
        return commands;
    }
}

package io.envdrift.cli.vaultenv;

import io.envdrift.cli.base.CommandGroup;
import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.DescribedCommand;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.Version;
import io.envdrift.cli.render.ExitCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** {@code envdrift vault-env}: the encrypted blob store. Without a command it prints its help, as the original does. */
public final class VaultEnvCommand extends CommandGroup {
    private final String named;
    private boolean version;

    /**
     * Creates the command for a machine.
     *
     * @param named the command below it that will run; only that one is built, or all when there is none of that name
     */
    public VaultEnvCommand(Host host, String named) {
        super(host);
        this.named = named;
    }

    @Override
    public Outline outline() {
        return Outline.of(
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
                        "The environment is --env, else NODE_ENV, ENVIRONMENT, development.");
    }

    @Override
    public void declare(CommandOptions options) {
        super.declare(options);
        options.flag("-V, --version", "Print the version.", on -> version = on);
    }

    @Override
    public Integer call() {
        if (!version) {
            return super.call();
        }
        host.out().println(Version.line());
        return ExitCode.OK.status();
    }

    @Override
    public List<DescribedCommand> subcommands() {
        Map<String, Supplier<DescribedCommand>> commands = commands();
        Supplier<DescribedCommand> one = commands.get(named);
        return one != null
                ? List.of(one.get())
                : commands.values().stream().map(Supplier::get).toList();
    }

    private Map<String, Supplier<DescribedCommand>> commands() {
        Map<String, Supplier<DescribedCommand>> commands = new LinkedHashMap<>();
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
        commands.put("device", () -> new DeviceCommand(host));
        commands.put("key", () -> new KeyCommand(host));
        commands.put("rotate-key", () -> new RotateKeyCommand(host));
        return commands;
    }
}

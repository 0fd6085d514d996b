package io.envdrift.cli;

import io.envdrift.cli.command.CompletionCommand;
import io.envdrift.cli.command.DecryptCommand;
import io.envdrift.cli.command.DiffCommand;
import io.envdrift.cli.command.DoctorCommand;
import io.envdrift.cli.command.EncryptCommand;
import io.envdrift.cli.command.GetCommand;
import io.envdrift.cli.command.HookCommand;
import io.envdrift.cli.command.InitCommand;
import io.envdrift.cli.command.LockCommand;
import io.envdrift.cli.command.ManCommand;
import io.envdrift.cli.command.NotPortedCommand;
import io.envdrift.cli.command.PullCommand;
import io.envdrift.cli.command.RotateCommand;
import io.envdrift.cli.command.RunCommand;
import io.envdrift.cli.command.SetCommand;
import io.envdrift.cli.command.StatusCommand;
import io.envdrift.cli.command.SyncCommand;
import io.envdrift.cli.command.TrustCommand;
import io.envdrift.cli.command.VaultPullCommand;
import io.envdrift.cli.command.VaultPushCommand;
import io.envdrift.cli.command.VersionCommand;
import io.envdrift.cli.pages.Pages;
import io.envdrift.cli.vaultenv.VaultEnvCommand;
import io.envdrift.process.ChildStarter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;

/** Every command by its name, in the order of the help. Building one's options takes time, so only the one that runs is built. */
final class Commands {
    private final Map<String, Supplier<Object>> factories = new LinkedHashMap<>();

    private final String[] arguments;

    Commands(Host host, ChildStarter children, Supplier<Pages> pages, String... arguments) {
        this.arguments = arguments.clone();
        factories.put("init", () -> new InitCommand(host));
        factories.put("sync", () -> new SyncCommand(host));
        factories.put("pull", () -> new PullCommand(host));
        factories.put("lock", () -> new LockCommand(host));
        factories.put("encrypt", () -> new EncryptCommand(host));
        factories.put("decrypt", () -> new DecryptCommand(host));
        factories.put("get", () -> new GetCommand(host));
        factories.put("set", () -> new SetCommand(host));
        factories.put("diff", () -> new DiffCommand(host));
        // What follows the command of run belongs to that command, also when it looks like an option.
        factories.put("run", () -> new CommandLine(new RunCommand(host, children)).setStopAtPositional(true));
        factories.put("rotate", () -> new RotateCommand(host));
        factories.put("vault-push", () -> new VaultPushCommand(host));
        factories.put("vault-pull", () -> new VaultPullCommand(host));
        factories.put("status", () -> new StatusCommand(host));
        factories.put("doctor", () -> new DoctorCommand(host));
        factories.put("hook", () -> new HookCommand(host));
        factories.put("trust", () -> new TrustCommand(host));
        factories.put("vault-env", () -> VaultEnvCommand.on(host, arguments.length > 1 ? arguments[1] : ""));
        factories.put("completion", () -> new CompletionCommand(host, pages));
        factories.put("man", () -> new ManCommand(host, pages));
        factories.put("version", () -> new VersionCommand(host));
        for (String name : NotPortedCommand.NAMES) {
            factories.put(name, () -> new NotPortedCommand(host, name));
        }
    }

    /** Adds the command that the arguments name, or all when they name none: for the help, and to suggest the nearest. */
    void addTo(CommandLine line) {
        Supplier<Object> named = arguments.length == 0 ? null : factories.get(arguments[0]);
        if (named == null) {
            factories.forEach((name, factory) -> line.addSubcommand(name, factory.get()));
        } else {
            line.addSubcommand(arguments[0], named.get());
        }
    }
}

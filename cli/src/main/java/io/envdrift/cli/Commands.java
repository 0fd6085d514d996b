package io.envdrift.cli;

import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.DescribedCommand;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.command.CompleteCommand;
import io.envdrift.cli.command.CompletionCommand;
import io.envdrift.cli.command.DecryptCommand;
import io.envdrift.cli.command.DiffCommand;
import io.envdrift.cli.command.DoctorCommand;
import io.envdrift.cli.command.EditCommand;
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
import io.envdrift.cli.envsync.EnvSyncCommand;
import io.envdrift.cli.git.GitModeCommand;
import io.envdrift.cli.levels.LevelsCommand;
import io.envdrift.cli.pages.Pages;
import io.envdrift.cli.vaultenv.VaultEnvCommand;
import io.envdrift.process.ChildStarter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Every command by its name, in the order of the help. Building one's options takes time, so only the one that runs is built;
 * the help lists the others by their outlines.
 */
final class Commands {
    private final Map<String, Supplier<DescribedCommand>> commands = new LinkedHashMap<>();
    private final List<String> arguments;

    Commands(
            Host host,
            ChildStarter children,
            Supplier<Pages> pages,
            Function<String[], CommandLine> lines,
            String... arguments) {
        this.arguments = List.of(arguments);
        add("init", () -> new InitCommand(host));
        add("sync", () -> new SyncCommand(host));
        add("pull", () -> new PullCommand(host));
        add("lock", () -> new LockCommand(host));
        add("encrypt", () -> new EncryptCommand(host));
        add("decrypt", () -> new DecryptCommand(host));
        add("get", () -> new GetCommand(host));
        add("set", () -> new SetCommand(host));
        add("edit", () -> new EditCommand(host));
        add("diff", () -> new DiffCommand(host));
        add("run", () -> new RunCommand(host, children));
        add("rotate", () -> new RotateCommand(host));
        add("vault-push", () -> new VaultPushCommand(host));
        add("vault-pull", () -> new VaultPullCommand(host));
        add("status", () -> new StatusCommand(host));
        add("doctor", () -> new DoctorCommand(host));
        add("hook", () -> new HookCommand(host));
        add("git", () -> new GitModeCommand(host, arguments.length > 1 ? arguments[1] : ""));
        add("trust", () -> new TrustCommand(host));
        add("vault-env", () -> new VaultEnvCommand(host, arguments.length > 1 ? arguments[1] : ""));
        add("envsync", () -> new EnvSyncCommand(host, arguments.length > 1 ? arguments[1] : ""));
        add("levels", () -> new LevelsCommand(host, children, arguments.length > 1 ? arguments[1] : ""));
        add("completion", () -> new CompletionCommand(host, pages));
        add("man", () -> new ManCommand(host, pages));
        add("version", () -> new VersionCommand(host));
        add(CompleteCommand.NAME, () -> new CompleteCommand(host, lines));
        for (String name : NotPortedCommand.NAMES) {
            add(name, () -> new NotPortedCommand(host, name));
        }
    }

    private void add(String name, Supplier<DescribedCommand> command) {
        commands.put(name, command);
    }

    /**
     * Adds the commands that this command line needs: only the one that comes first; all of them where a command may
     * follow an option; otherwise outlines, which cannot run, for the help and for the suggestion after a mistyped
     * name.
     */
    void addTo(CommandLine line) {
        String first = arguments.isEmpty() ? "" : arguments.getFirst();
        Supplier<DescribedCommand> named = commands.get(first);
        if (named != null) {
            line.addSubcommand(CommandOptions.lineOf(named.get()));
        } else if (arguments.stream().anyMatch(commands::containsKey)) {
            addAllTo(line);
        } else {
            commands.forEach((name, command) -> line.addSubcommand(name, outline(command.get())));
        }
    }

    /** Adds every command with all its options: for manuals and completions. */
    void addAllTo(CommandLine line) {
        commands.values().forEach(command -> line.addSubcommand(CommandOptions.lineOf(command.get())));
    }

    /** Returns what the list of commands shows of one. */
    private static CommandSpec outline(DescribedCommand command) {
        return command.outline().into(CommandSpec.create());
    }
}

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
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Every command by its name, in the order of the help. Building one's options takes time, so only the one that runs is built;
 * the help lists the others by their outlines.
 */
final class Commands {
    private final Map<String, Entry> commands = new LinkedHashMap<>();

    private final List<String> arguments;

    /** A command: the class that describes it, and how to make one. */
    private record Entry(Class<?> described, Supplier<Object> factory) {}

    Commands(Host host, ChildStarter children, Supplier<Pages> pages, String... arguments) {
        this.arguments = List.of(arguments);
        add("init", InitCommand.class, () -> new InitCommand(host));
        add("sync", SyncCommand.class, () -> new SyncCommand(host));
        add("pull", PullCommand.class, () -> new PullCommand(host));
        add("lock", LockCommand.class, () -> new LockCommand(host));
        add("encrypt", EncryptCommand.class, () -> new EncryptCommand(host));
        add("decrypt", DecryptCommand.class, () -> new DecryptCommand(host));
        add("get", GetCommand.class, () -> new GetCommand(host));
        add("set", SetCommand.class, () -> new SetCommand(host));
        add("diff", DiffCommand.class, () -> new DiffCommand(host));
        // What follows the command of run belongs to that command, also when it looks like an option.
        add("run", RunCommand.class, () -> new CommandLine(new RunCommand(host, children)).setStopAtPositional(true));
        add("rotate", RotateCommand.class, () -> new RotateCommand(host));
        add("vault-push", VaultPushCommand.class, () -> new VaultPushCommand(host));
        add("vault-pull", VaultPullCommand.class, () -> new VaultPullCommand(host));
        add("status", StatusCommand.class, () -> new StatusCommand(host));
        add("doctor", DoctorCommand.class, () -> new DoctorCommand(host));
        add("hook", HookCommand.class, () -> new HookCommand(host));
        add("trust", TrustCommand.class, () -> new TrustCommand(host));
        add(
                "vault-env",
                VaultEnvCommand.class,
                () -> VaultEnvCommand.on(host, arguments.length > 1 ? arguments[1] : ""));
        add("completion", CompletionCommand.class, () -> new CompletionCommand(host, pages));
        add("man", ManCommand.class, () -> new ManCommand(host, pages));
        add("version", VersionCommand.class, () -> new VersionCommand(host));
        for (String name : NotPortedCommand.NAMES) {
            add(name, NotPortedCommand.class, () -> new NotPortedCommand(host, name));
        }
    }

    private void add(String name, Class<?> described, Supplier<Object> factory) {
        commands.put(name, new Entry(described, factory));
    }

    /**
     * Adds what this command line needs: the command that comes first; all, where one may follow an option; else, for the help
     * and to suggest the nearest of a mistyped one, outlines, which cannot run.
     */
    void addTo(CommandLine line) {
        String first = arguments.isEmpty() ? "" : arguments.getFirst();
        Entry named = commands.get(first);
        if (named != null) {
            line.addSubcommand(first, named.factory().get());
        } else if (arguments.stream().anyMatch(commands::containsKey)) {
            addAllTo(line);
        } else {
            commands.forEach((name, entry) -> line.addSubcommand(name, outline(entry.described())));
        }
    }

    /** Adds every command with all its options: for manuals and completions. */
    void addAllTo(CommandLine line) {
        commands.forEach(
                (name, entry) -> line.addSubcommand(name, entry.factory().get()));
    }

    /** Returns what the list of commands shows of one. */
    private static CommandSpec outline(Class<?> described) {
        Command command = described.getAnnotation(Command.class);
        CommandSpec spec = CommandSpec.create();
        spec.usageMessage().description(command.description()).hidden(command.hidden());
        return spec;
    }
}

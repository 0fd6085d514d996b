package io.envdrift.cli.envsync;

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

/** {@code envdrift envsync}: encrypted .env files, one per git branch. Without a command it prints its help. */
public final class EnvSyncCommand extends CommandGroup {
    private final String named;
    private boolean version;

    /**
     * Creates the command for a machine.
     *
     * @param named the command below it that will run; only that one is built, or all when there is none of that name
     */
    public EnvSyncCommand(Host host, String named) {
        super(host);
        this.named = named;
    }

    @Override
    public Outline outline() {
        return Outline.of(
                        "envsync",
                        "Encrypted .env files, one per git branch, on a server that sees no value.",
                        "The project is project_id of the nearest .envsync.json.")
                .footer(
                        "",
                        "Examples:",
                        "  envsync push --branch main",
                        "  envsync pull --fallback main",
                        "  envsync diff --ci",
                        "",
                        "Variables: ENVSYNC_API (the server), ENVSYNC_TOKEN, ENVSYNC_PASS or ENVSYNC_PASS_FILE or",
                        "ENVSYNC_PASS_SECRET (provider:NAME), ENVSYNC_BRANCH, ENVSYNC_SCHEME.");
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
        commands.put("push", () -> new PushEnvCommand(host));
        commands.put("pull", () -> new PullEnvCommand(host));
        commands.put("diff", () -> new DiffEnvCommand(host));
        commands.put("branches", () -> new BranchesCommand(host));
        commands.put("versions", () -> new BranchVersionsCommand(host));
        commands.put("rollback", () -> new BranchRollbackCommand(host));
        commands.put("rotate-passphrase", () -> new RotatePassphraseCommand(host));
        commands.put("invite", () -> new InviteCommand(host));
        commands.put("join", () -> new JoinCommand(host));
        commands.put("token", () -> new TokenCommand(host));
        return commands;
    }
}

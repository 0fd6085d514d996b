package io.envdrift.cli.git;

import io.envdrift.cli.base.CommandGroup;
import io.envdrift.cli.base.DescribedCommand;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** {@code envdrift git}: plaintext in the work tree, ciphertext in git. Without a command it prints its help. */
public final class GitModeCommand extends CommandGroup {
    private final String named;

    /**
     * Creates the command for a machine.
     *
     * @param named the command below it that will run; only that one is built, or all when there is none of that name
     */
    public GitModeCommand(Host host, String named) {
        super(host);
        this.named = named;
    }

    @Override
    public Outline outline() {
        return Outline.of("git", "Let git see the env files encrypted while you work on plaintext.")
                .footer(
                        "",
                        "Examples:",
                        "  envdrift git install     once per clone; then 'envdrift pull'",
                        "  envdrift git status      what git has of each file, and what the work tree holds",
                        "  envdrift git refresh     after new mappings or new keys came",
                        "  envdrift git remove      lock the files and take everything out again",
                        "",
                        "Guide: docs/git.md");
    }

    @Override
    public List<DescribedCommand> subcommands() {
        Map<String, Supplier<DescribedCommand>> commands = new LinkedHashMap<>();
        commands.put("install", () -> new InstallFilterCommand(host));
        commands.put("status", () -> new FilterStatusCommand(host));
        commands.put("refresh", () -> new RefreshFilterCommand(host));
        commands.put("remove", () -> new RemoveFilterCommand(host));
        commands.put("textconv", () -> new TextconvCommand(host));
        commands.put("merge-file", () -> new MergeFileCommand(host));
        commands.put("filter-process", () -> new FilterProcessCommand(host));
        Supplier<DescribedCommand> one = commands.get(named);
        return one != null
                ? List.of(one.get())
                : commands.values().stream().map(Supplier::get).toList();
    }
}

package io.envdrift.cli.git;

import io.envdrift.cli.base.CommandGroup;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;

/** {@code envdrift git}: plaintext in the work tree, ciphertext in git. Without a command it prints its help. */
public final class GitModeCommand extends CommandGroup {
    /**
     * Creates the command for a machine.
     *
     * @param named the command below it that will run; only that one is built, or all when there is none of that name
     */
    public GitModeCommand(Host host, String named) {
        super(
                host,
                Outline.of("git", "Let git see the env files encrypted while you work on plaintext.")
                        .footer(
                                "",
                                "Examples:",
                                "  envdrift git install     once per clone; then 'envdrift pull'",
                                "  envdrift git status      what git has of each file, and what the work tree holds",
                                "  envdrift git refresh     after new mappings or new keys came",
                                "  envdrift git remove      lock the files and take everything out again",
                                "",
                                "Guide: docs/git.md"),
                named);
        add("install", () -> new InstallFilterCommand(host));
        add("status", () -> new FilterStatusCommand(host));
        add("refresh", () -> new RefreshFilterCommand(host));
        add("remove", () -> new RemoveFilterCommand(host));
        add("textconv", () -> new TextconvCommand(host));
        add("merge-file", () -> new MergeFileCommand(host));
        add("filter-process", () -> new FilterProcessCommand(host));
    }
}

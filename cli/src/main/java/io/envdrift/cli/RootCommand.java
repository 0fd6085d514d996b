package io.envdrift.cli;

import io.envdrift.cli.pages.Pages;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code envdrift} without a command: help, or the version. */
@Command(
        name = "envdrift",
        description = {
            "Bring the keys of dotenvx-encrypted .env files from your vault to people and CI,",
            "and prove that they still fit."
        },
        footer = {
            "",
            "Examples:",
            "  envdrift pull                            keys and plaintext for a new colleague",
            "  envdrift sync --check-decryption --ci    fail the build on drift",
            "  envdrift lock                            encrypt again before a commit",
            "",
            "Exit codes: 0 all is as asked, 1 it is not, 2 wrong usage, 130 interrupted."
        })
public final class RootCommand implements Callable<Integer> {
    private final Host host;
    private final Supplier<Pages> pages;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-V", "--version"},
            description = "Print the version.")
    private boolean version;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    @Option(names = "--show-completion", hidden = true, description = "As the original: 'completion' for this shell.")
    private boolean showCompletion;

    @Option(names = "--install-completion", hidden = true, description = "As the original: install it for this shell.")
    private boolean installCompletion;

    RootCommand(Host host, Supplier<Pages> pages) {
        this.host = host;
        this.pages = pages;
    }

    @Override
    public Integer call() {
        if (version) {
            host.out().println(Version.line());
            return ExitCode.OK.status();
        }
        if (showCompletion || installCompletion) {
            CompletionSetup setup = new CompletionSetup(host, pages);
            return showCompletion ? setup.show() : setup.install();
        }
        spec.commandLine().usage(host.out(), CommandLine.Help.Ansi.OFF);
        return ExitCode.USAGE.status();
    }
}

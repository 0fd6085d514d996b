package io.envdrift.cli;

import java.util.concurrent.Callable;
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

    RootCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() {
        if (version) {
            host.out().println(Version.line());
            return ExitCode.OK.status();
        }
        spec.commandLine().usage(host.out(), CommandLine.Help.Ansi.OFF);
        return ExitCode.USAGE.status();
    }
}

package io.envdrift.cli;

import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.DescribedCommand;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.Version;
import io.envdrift.cli.pages.Pages;
import io.envdrift.cli.render.ExitCode;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** {@code envdrift} without a command: help, or the version. */
public final class RootCommand implements DescribedCommand {
    private final Host host;
    private final Supplier<Pages> pages;

    private CommandSpec spec = CommandSpec.create();

    private boolean version;
    private boolean showCompletion;
    private boolean installCompletion;

    RootCommand(Host host, Supplier<Pages> pages) {
        this.host = host;
        this.pages = pages;
    }

    @Override
    public Outline outline() {
        return Outline.of(
                        "envdrift",
                        "Bring the keys of dotenvx-encrypted .env files from your vault to people and CI,",
                        "and prove that they still fit.")
                .footer(
                        "",
                        "Examples:",
                        "  envdrift pull                            keys and plaintext for a new colleague",
                        "  envdrift sync --check-decryption --ci    fail the build on drift",
                        "  envdrift lock                            encrypt again before a commit",
                        "",
                        "Exit codes: 0 all is as asked, 1 it is not, 2 wrong usage, 130 interrupted.");
    }

    @Override
    public void declare(CommandOptions options) {
        spec = options.spec();
        options.flag("-V, --version", "Print the version.", on -> version = on);
        options.flag("-h, --help", "Show this help.", on -> {}).usageHelp(true);
        options.flag("--show-completion", "As the original: 'completion' for this shell.", on -> showCompletion = on)
                .hidden(true);
        options.flag(
                        "--install-completion",
                        "As the original: install it for this shell.",
                        on -> installCompletion = on)
                .hidden(true);
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

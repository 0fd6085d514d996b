package io.envdrift.cli.command;

import io.envdrift.cli.ExitCode;
import io.envdrift.cli.Host;
import io.envdrift.cli.pages.Pages;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code envdrift completion}: a script that completes commands and options. */
@Command(
        name = "completion",
        description = "Print a script that completes commands and options in your shell.",
        footer = {
            "",
            "Examples:",
            "  source <(envdrift completion bash)      now; put the line into ~/.bashrc to keep it",
            "  source <(envdrift completion zsh)       likewise, ~/.zshrc",
            "  envdrift completion fish > ~/.config/fish/completions/envdrift.fish"
        })
public final class CompletionCommand implements Callable<Integer> {
    private final Host host;
    private final Supplier<Pages> pages;

    @Parameters(paramLabel = "bash|zsh|fish", description = "The shell.")
    private Pages.Shell shell = Pages.Shell.BASH;

    /** Creates the command for a machine. */
    public CompletionCommand(Host host, Supplier<Pages> pages) {
        this.host = host;
        this.pages = pages;
    }

    @Override
    public Integer call() {
        host.out().print(pages.get().completion(shell));
        return ExitCode.OK.status();
    }
}

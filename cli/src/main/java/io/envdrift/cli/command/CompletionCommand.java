package io.envdrift.cli.command;

import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.DescribedCommand;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.pages.Pages;
import io.envdrift.cli.render.ExitCode;
import java.util.function.Supplier;

/** {@code envdrift completion}: a script that completes commands and options. */
public final class CompletionCommand implements DescribedCommand {
    private final Host host;
    private final Supplier<Pages> pages;
    private Pages.Shell shell = Pages.Shell.BASH;

    /** Creates the command for a machine. */
    public CompletionCommand(Host host, Supplier<Pages> pages) {
        this.host = host;
        this.pages = pages;
    }

    @Override
    public Outline outline() {
        return Outline.of("completion", "Print a script that completes commands and options in your shell.")
                .footer(
                        "",
                        "Examples:",
                        "  source <(envdrift completion bash)      now; put the line into ~/.bashrc to keep it",
                        "  source <(envdrift completion zsh)       likewise, ~/.zshrc",
                        "  envdrift completion fish > ~/.config/fish/completions/envdrift.fish");
    }

    @Override
    public void declare(CommandOptions options) {
        options.argument("bash|zsh|fish", "The shell.", Pages.Shell.class, given -> shell = given);
    }

    @Override
    public Integer call() {
        host.out().print(pages.get().completion(shell));
        return ExitCode.OK.status();
    }
}

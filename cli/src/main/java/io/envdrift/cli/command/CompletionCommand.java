package io.envdrift.cli.command;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.DescribedCommand;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.OutputOptions;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.pages.Pages;
import java.util.Arrays;
import java.util.function.Supplier;

/** {@code envdrift completion}: a script that completes commands and options. */
public final class CompletionCommand implements DescribedCommand {
    private final Host host;
    private final Supplier<Pages> pages;
    private String shell = "bash";

    /** Creates the command for a machine. */
    public CompletionCommand(Host host, Supplier<Pages> pages) {
        this.host = host;
        this.pages = pages;
    }

    @Override
    public Outline outline() {
        return Outline.of("completion", "Print a script that completes commands, options and names in your shell.")
                .footer(
                        "",
                        "Examples:",
                        "  source <(envdrift completion bash)      now; put the line into ~/.bashrc to keep it",
                        "  source <(envdrift completion zsh)       likewise, ~/.zshrc",
                        "  envdrift completion fish > ~/.config/fish/completions/envdrift.fish");
    }

    @Override
    public void declare(CommandOptions options) {
        options.argument("bash|zsh|fish", "The shell.", String.class, given -> shell = given);
    }

    @Override
    public Integer call() {
        return new Reporter(host, "completion", new OutputOptions()).run(() -> {
            Pages.Shell known = Arrays.stream(Pages.Shell.values())
                    .filter(each -> each.toString().equalsIgnoreCase(shell))
                    .findFirst()
                    .orElseThrow(() -> new EnvdriftException(
                            ErrorCode.USAGE,
                            "There is no completion for '" + shell + "'",
                            "there is one for bash, zsh and fish"));
            host.out().print(pages.get().completion(known));
            return Reporter.Result.printed();
        });
    }
}

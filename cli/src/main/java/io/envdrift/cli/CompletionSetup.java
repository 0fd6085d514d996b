package io.envdrift.cli;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.OutputOptions;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.pages.Pages;
import io.envdrift.cli.pages.Pages.Shell;
import io.envdrift.cli.render.Fields;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Report;
import io.envdrift.cli.render.Row;
import io.envdrift.files.AtomicFile;
import io.envdrift.files.FileAccess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Completions for the shell that {@code SHELL} names, shown or put where that shell looks. */
record CompletionSetup(Host host, Supplier<Pages> pages) {
    int show() {
        return reporter("show-completion").run(() -> {
            host.out().print(pages.get().completion(shell()));
            return Reporter.Result.printed();
        });
    }

    int install() {
        return reporter("install-completion").run(() -> {
            Shell shell = shell();
            Path file = place(shell);
            AtomicFile files = new AtomicFile(host.files());
            files.createDirectories(Optional.ofNullable(file.getParent()).orElse(file));
            files.write(file, pages.get().completion(shell).getBytes(StandardCharsets.UTF_8), FileAccess.USUAL);
            Row row = Row.of(
                            Level.GOOD,
                            "[OK]",
                            "Installed the completion for " + shell + " in " + file,
                            Fields.of("file", file.toString(), "status", "installed"))
                    .below(
                            shell == Shell.ZSH
                                    ? List.of("add to ~/.zshrc: source " + file)
                                    : List.of("it works in new shells"));
            return new Reporter.Result(Report.of("install-completion", List.of(row)), true);
        });
    }

    private Reporter reporter(String name) {
        return new Reporter(host, name, new OutputOptions());
    }

    private Shell shell() {
        String path = host.environment().getOrDefault("SHELL", "");
        String name = path.substring(path.lastIndexOf('/') + 1);
        return Arrays.stream(Shell.values())
                .filter(shell -> shell.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new EnvdriftException(
                        ErrorCode.USAGE,
                        "SHELL names no shell that completions are made for: '" + name + "'",
                        "run: envdrift completion bash, zsh or fish"));
    }

    private Path place(Shell shell) {
        Path data = directory("XDG_DATA_HOME", ".local/share");
        return switch (shell) {
            case BASH -> data.resolve("bash-completion/completions/envdrift");
            case ZSH -> data.resolve("envdrift/completion.zsh");
            case FISH -> directory("XDG_CONFIG_HOME", ".config").resolve("fish/completions/envdrift.fish");
        };
    }

    private Path directory(String variable, String below) {
        String named = host.environment().getOrDefault(variable, "");
        // The XDG specification says that relative paths in these variables are ignored.
        return named.startsWith("/") ? Path.of(named) : host.home().resolve(below);
    }
}

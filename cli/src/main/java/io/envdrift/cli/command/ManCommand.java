package io.envdrift.cli.command;

import io.envdrift.cli.Host;
import io.envdrift.cli.OutputOptions;
import io.envdrift.cli.ProjectOpener;
import io.envdrift.cli.Reporter;
import io.envdrift.cli.pages.Pages;
import io.envdrift.cli.render.Report;
import io.envdrift.files.AtomicFile;
import io.envdrift.files.FileAccess;
import io.envdrift.vault.VaultProviders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code envdrift man}: the manual pages. */
@Command(
        name = "man",
        description = "Print the manual, or write all manual pages into a directory.",
        footer = {"", "Examples:", "  envdrift man | man -l -", "  envdrift man --directory ~/.local/share/man/man1"})
public final class ManCommand implements Callable<Integer> {
    private final Host host;
    private final Supplier<Pages> pages;

    @Option(names = "--directory", paramLabel = "DIR", description = "Write a page for each command here.")
    private @Nullable Path directory;

    @Option(names = "--markdown", description = "Print the reference of all commands as Markdown instead.")
    private boolean markdown;

    @Option(names = "--config-schema", description = "Print the JSON schema of envdrift.toml, for editors, instead.")
    private boolean configSchema;

    /** Creates the command for a machine. */
    public ManCommand(Host host, Supplier<Pages> pages) {
        this.host = host;
        this.pages = pages;
    }

    @Override
    public Integer call() {
        return new Reporter(host, "man", new OutputOptions()).run(() -> {
            Path target = directory;
            if (target != null) {
                write(host.workingDirectory().resolve(target));
            } else {
                host.out().print(page(pages.get()));
            }
            return new Reporter.Result(new Report("man"), true, true);
        });
    }

    private String page(Pages all) {
        if (configSchema) {
            return all.configSchema(VaultProviders.onClassPath().settingKeys());
        }
        return markdown ? all.reference() : all.manuals().values().iterator().next();
    }

    private void write(Path target) {
        AtomicFile files = new ProjectOpener(host).ports().files();
        files.createDirectories(target);
        for (Map.Entry<String, String> page : pages.get().manuals().entrySet()) {
            files.write(
                    target.resolve(page.getKey()), page.getValue().getBytes(StandardCharsets.UTF_8), FileAccess.USUAL);
        }
    }
}

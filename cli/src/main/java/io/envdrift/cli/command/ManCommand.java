package io.envdrift.cli.command;

import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.DescribedCommand;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.OutputOptions;
import io.envdrift.cli.base.ProjectOpener;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.pages.Pages;
import io.envdrift.files.AtomicFile;
import io.envdrift.files.FileAccess;
import io.envdrift.pool.VaultProviders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code envdrift man}: the manual pages. */
public final class ManCommand implements DescribedCommand {
    private final Host host;
    private final Supplier<Pages> pages;
    private @Nullable Path directory;
    private boolean markdown;
    private boolean configSchema;

    /** Creates the command for a machine. */
    public ManCommand(Host host, Supplier<Pages> pages) {
        this.host = host;
        this.pages = pages;
    }

    @Override
    public Outline outline() {
        return Outline.of("man", "Print the manual, or write all manual pages into a directory.")
                .footer(
                        "",
                        "Examples:",
                        "  envdrift man | man -l -",
                        "  envdrift man --directory ~/.local/share/man/man1");
    }

    @Override
    public void declare(CommandOptions options) {
        options.value(
                "--directory", "DIR", "Write a page for each command here.", Path.class, given -> directory = given);
        options.flag("--markdown", "Print the reference of all commands as Markdown instead.", on -> markdown = on);
        options.flag(
                "--config-schema",
                "Print the JSON schema of envdrift.toml, for editors, instead.",
                on -> configSchema = on);
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
            return Reporter.Result.printed();
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

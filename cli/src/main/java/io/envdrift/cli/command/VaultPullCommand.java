package io.envdrift.cli.command;

import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.ProjectCommand;
import io.envdrift.cli.base.ProjectOpener;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.render.Fields;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Report;
import io.envdrift.cli.render.Row;
import io.envdrift.workflow.IgnoreLine;
import io.envdrift.workflow.files.FileOutcome;
import io.envdrift.workflow.push.KeyFolder;
import io.envdrift.workflow.push.PullKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code envdrift vault-pull}: one key, without a mapping. */
public final class VaultPullCommand extends ProjectCommand {
    private Path folder = Path.of("");
    private String secret = "";
    private String environment = "";
    private boolean noDecrypt;
    private @Nullable String envFile;

    /** Creates the command for a machine. */
    public VaultPullCommand(Host host) {
        super(
                host,
                Outline.of("vault-pull", "Fetch one key into a folder's .env.keys and decrypt the env file there.")
                        .footer("", "Example:", "  envdrift vault-pull services/app app-key --env production"));
    }

    @Override
    public void declare(CommandOptions options) {
        options.argument("FOLDER", "The folder.", Path.class, given -> folder = given);
        options.argument("SECRET", "The secret's name.", String.class, text -> secret = text);
        options.value("-e, --env", "ENV", "Environment of the key.", text -> environment = text)
                .required(true);
        options.flag("--no-decrypt", "Fetch the key only.", on -> noDecrypt = on);
        options.value("--env-file", "FILE", "Env file in the folder (default: .env.ENV).", text -> envFile = text);
        declareProject(options);
    }

    @Override
    protected Reporter.Result work(Reporter reporter) {
        Path absolute = host.workingDirectory().resolve(folder).normalize();
        // Checked before anything is sent to a vault.
        KeyFolder.require(absolute);
        ProjectOpener opener = new ProjectOpener(machine());
        try (ProjectOpener.OpenedVaults opened = openVaults(opener, reporter)) {
            PullKey.Pulled pulled = new PullKey(opener.ports())
                    .run(
                            new PullKey.Request(
                                    absolute,
                                    secret,
                                    environment,
                                    Optional.ofNullable(envFile),
                                    !noDecrypt,
                                    opened.config()),
                            opened.vault(secret));
            boolean failed = pulled.decrypted().filter(FileOutcome::isError).isPresent();
            return new Reporter.Result(Report.of("vault-pull", rows(pulled)), !failed);
        }
    }

    private List<Row> rows(PullKey.Pulled pulled) {
        List<Row> rows = new ArrayList<>();
        Map<String, Object> fields =
                Fields.of("secret", secret, "status", "pulled", "key", pulled.keyName(), "warnings", warnings(pulled));
        rows.add(Row.of(
                        Level.GOOD,
                        "[OK]",
                        "Pulled '" + secret + "' -> " + pulled.keyName()
                                + (pulled.written().ahead() ? " has a newer key, left alone in " : " written to ")
                                + Backends.shown(host, pulled.keysFile()),
                        fields)
                .below(details(pulled)));
        pulled.file().ifPresent(file -> rows.add(fileRow(Backends.shown(host, file), pulled.decrypted())));
        return rows;
    }

    private List<String> details(PullKey.Pulled pulled) {
        List<String> details = new ArrayList<>();
        pulled.written().backup().ifPresent(backup -> details.add("Backup: " + Backends.shown(host, backup)));
        warnings(pulled).forEach(warning -> details.add("Warning: " + warning));
        return details;
    }

    private List<String> warnings(PullKey.Pulled pulled) {
        List<String> warnings = new ArrayList<>();
        pulled.doubt().ifPresent(warnings::add);
        if (pulled.tracked()) {
            warnings.add("git would take " + Backends.shown(host, pulled.keysFile()) + ": add the line "
                    + IgnoreLine.patternFor(pulled.keysFile()) + " to .gitignore");
        }
        return warnings;
    }

    private static Row fileRow(String file, Optional<FileOutcome> outcome) {
        if (outcome.isEmpty()) {
            Map<String, Object> fields = Fields.of("file", file, "status", "skipped", "reason", "not found");
            return Row.of(Level.PLAIN, "=", file + " - not found, nothing to decrypt", fields);
        }
        Row row = FilePresenter.row(file, outcome.get());
        return switch (outcome.get()) {
            case FileOutcome.Decrypted any -> row.reworded(row.level(), "[OK]", "Decrypted " + file);
            case FileOutcome.Failed failed ->
                row.reworded(
                        Level.ERROR,
                        "[ERROR]",
                        "Decryption failed: " + failed.failure().getMessage());
            default -> row;
        };
    }
}

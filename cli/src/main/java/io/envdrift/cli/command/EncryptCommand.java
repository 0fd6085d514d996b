package io.envdrift.cli.command;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.OptionalProject;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.ProjectCommand;
import io.envdrift.cli.base.ProjectOpener;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.base.SelectionOptions;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Report;
import io.envdrift.cli.render.Row;
import io.envdrift.git.FilteredTree;
import io.envdrift.sync.EnvFileLocator;
import io.envdrift.workflow.IgnoreLine;
import io.envdrift.workflow.Ports;
import io.envdrift.workflow.Project;
import io.envdrift.workflow.files.EncryptOwnedFile;
import io.envdrift.workflow.files.FileOutcome;
import io.envdrift.workflow.keys.KeyStoreRefusal;
import io.envdrift.workflow.keys.OwnedFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code envdrift encrypt}: plaintext values of single files. */
public final class EncryptCommand extends ProjectCommand {
    private static final List<String> MOVED =
            List.of("--verify-vault", "-p, --provider", "--vault-url", "--region", "--project-id", "--secret");

    private List<Path> files = List.of();
    private final SelectionOptions selection = new SelectionOptions();
    private boolean check;
    private @Nullable String backend;
    private @Nullable String moved;

    /** Creates the command for a machine. */
    public EncryptCommand(Host host) {
        super(
                host,
                Outline.of("encrypt", "Encrypt the values of env files in place.")
                        .footer(
                                "",
                                "Examples:",
                                "  envdrift encrypt .env.production",
                                "  envdrift encrypt .env -k 'DB_*'     only these names",
                                "  envdrift encrypt --check .env       fail when a value is plaintext"));
    }

    @Override
    public void declare(CommandOptions options) {
        options.arguments("0..*", "FILE", "Env files (default: .env).", Path.class, given -> files = given)
                .defaultValue(".env");
        selection.declare(options);
        output.declare(options);
        options.flag("--check", "Write nothing; fail when a value is plaintext.", on -> check = on);
        options.value("-b, --backend", "NAME", "dotenvx, the only one of this port.", text -> backend = text);
        for (String names : MOVED) {
            options.value(names, "<moved>", "", text -> moved = text)
                    .arity("0..1")
                    .hidden(true);
        }
    }

    @Override
    protected Reporter.Result work(Reporter reporter) {
        requireSupported();
        ProjectOpener opener = new ProjectOpener(machine());
        try (OptionalProject project = openIfPresent(opener, reporter)) {
            return encrypted(opener.ports(), project);
        }
    }

    private Reporter.Result encrypted(Ports ports, OptionalProject project) {
        List<OwnedFile> owned = new ArrayList<>();
        List<Row> rows = new ArrayList<>();
        List<Row> left = new ArrayList<>();
        for (Path file : files) {
            if (check && EnvFileLocator.isCompanion(String.valueOf(file.getFileName()))) {
                left.add(leftOut(file.toString()));
                continue;
            }
            try {
                KeyStoreRefusal.requireOtherName(file, "encrypt");
                owned.add(owned(project.config(), file, check ? OwnedFile.Named.TO_READ : OwnedFile.Named.TO_WRITE));
            } catch (EnvdriftException e) {
                rows.add(failed(file.toString(), e));
            }
        }
        // One unsuitable file stops all, so that a command line is never done by half.
        if (rows.isEmpty()) {
            owned.forEach(file -> rows.add(row(file, ports, project.project())));
        }
        rows.addAll(left);
        boolean failed = rows.stream().anyMatch(row -> row.level() == Level.ERROR);
        Report report = Report.of("encrypt", rows);
        return new Reporter.Result(report, !failed);
    }

    private void requireSupported() {
        if (moved != null) {
            throw new EnvdriftException(
                    ErrorCode.NOT_PORTED,
                    "The vault options of encrypt moved to decrypt --verify-vault",
                    "run: envdrift decrypt FILE --verify-vault -p PROVIDER --secret NAME");
        }
        Backends.requireDotenvx(backend);
    }

    private Row row(OwnedFile file, Ports ports, Optional<Project> project) {
        String name = Backends.shown(host, file.file());
        EncryptOwnedFile workflow = new EncryptOwnedFile(ports, project);
        try {
            if (check) {
                return checked(FilePresenter.row(name, workflow.check(file, selection.filter())));
            }
            FileOutcome outcome = workflow.run(file, selection.filter());
            FilteredTree.of(host.workingDirectory()).ifPresent(tree -> tree.rewritten(List.of(file.file())));
            List<String> notes = new ArrayList<>();
            if (outcome instanceof FileOutcome.Encrypted encrypted) {
                notes.addAll(encrypted.notes());
            }
            new IgnoreLine(ports)
                    .ensure(file.keysFile())
                    .ifPresent(ignore -> notes.add(ignored(ignore, Backends.shown(host, ignore.ignore()))));
            return done(name, outcome, notes);
        } catch (EnvdriftException e) {
            return failed(name, e);
        }
    }

    static String ignored(IgnoreLine.Note note, String file) {
        return note.added()
                ? "added the line " + note.line() + " to " + file
                : file + " is a link or has another name elsewhere, and is not touched: add the line " + note.line()
                        + " to it";
    }

    private static Row failed(String name, EnvdriftException e) {
        EnvdriftException named = e.about(Path.of(name));
        Row row = FilePresenter.row(name, new FileOutcome.Failed(named, 0));
        return row.reworded(row.level(), "[ERROR]", named.getMessage());
    }

    private static Row leftOut(String name) {
        Row row = FilePresenter.row(name, new FileOutcome.Skipped("a keys file or a template, not an env file"));
        return row.reworded(Level.WARNING, "[WARN]", row.text());
    }

    private static Row checked(Row row) {
        String icon = row.level() == Level.ERROR ? "[ERROR]" : "[OK]";
        return row.reworded(row.level(), icon, row.text());
    }

    private static Row done(String name, FileOutcome outcome, List<String> notes) {
        Row row = FilePresenter.row(name, outcome);
        Map<String, Object> fields = new LinkedHashMap<>(row.fields());
        fields.put("notes", notes);
        if (outcome instanceof FileOutcome.NothingSelected(String reason)) {
            row = row.reworded(Level.WARNING, "[WARN]", "Nothing to encrypt in " + name + " (" + reason + ")");
        } else {
            String remark = switch (outcome) {
                case FileOutcome.Encrypted any -> "";
                case FileOutcome.Headed(var variable, var fingerprint) ->
                    " (already encrypted; wrote its missing line " + variable + " anew)";
                default -> " (already encrypted)";
            };
            String text = "Encrypted " + name + " using dotenvx" + remark;
            row = row.reworded(Level.GOOD, "[OK]", text);
        }
        return row.below(notes).with(fields);
    }
}

package io.envdrift.cli.command;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.FilteredRewrite;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.OptionalProject;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.ProjectCommand;
import io.envdrift.cli.base.ProjectOpener;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.render.Fields;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Report;
import io.envdrift.cli.render.Row;
import io.envdrift.workflow.keys.OwnedFile;
import io.envdrift.workflow.rotate.RotateKeys;
import io.envdrift.workflow.rotate.RotateReport;
import io.envdrift.workflow.rotate.Rotation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code envdrift rotate}: new keys. */
public final class RotateCommand extends ProjectCommand {
    private List<Path> files = List.of();
    private boolean all;
    private boolean push;
    private boolean dropOld;

    /** Creates the command for a machine. */
    public RotateCommand(Host host) {
        super(
                host,
                Outline.of(
                                "rotate",
                                "Give files a new key, in an order that never leaves a file without one; run again to"
                                        + " resume.")
                        .footer(
                                "",
                                "Examples:",
                                "  envdrift rotate .env.production --push              vault, .env.keys, then the file",
                                "  envdrift rotate --all --push                        every mapping",
                                "  envdrift rotate .env.production --push --drop-old   later: forget the older keys"));
    }

    @Override
    public void declare(CommandOptions options) {
        options.arguments("0..*", "FILE", "Env files.", Path.class, given -> files = given);
        options.flag("--all", "The files of all selected mappings.", on -> all = on);
        declareProfile(options, "With --all: also the mappings of this profile.");
        options.flag("--push", "Store the new key in the vault first, and read it back.", on -> push = on);
        options.flag(
                "--drop-old",
                "Then remove older keys, if every mapping of the secret opens with the newest.",
                on -> dropOld = on);
        declareProject(options);
    }

    @Override
    protected Reporter.Result work(Reporter reporter) {
        requireOneChoice();
        ProjectOpener opener = new ProjectOpener(machine());
        try (OptionalProject project = openIfPresent(opener, reporter)) {
            RotateReport report = FilteredRewrite.during(host, reporter, any -> true, () -> rotate(opener, project));
            reporter.warn(report.notes());
            List<Row> rows = report.rows().stream().map(this::row).toList();
            return new Reporter.Result(Report.of("rotate", rows), !report.hasErrors());
        }
    }

    private RotateReport rotate(ProjectOpener opener, OptionalProject project) {
        RotateKeys rotate = new RotateKeys(opener.ports(), project.project());
        Set<RotateKeys.Extra> extras = EnumSet.noneOf(RotateKeys.Extra.class);
        if (push) {
            extras.add(RotateKeys.Extra.PUSH);
        }
        if (dropOld) {
            extras.add(RotateKeys.Extra.DROP_OLD);
        }
        if (all) {
            return rotate.runAll(profile(), extras);
        }
        return rotate.run(
                files.stream()
                        .map(file -> owned(project.config(), file, OwnedFile.Named.TO_WRITE))
                        .toList(),
                extras);
    }

    private void requireOneChoice() {
        if (all != files.isEmpty() || (profile().isPresent() && !all)) {
            throw new EnvdriftException(
                    ErrorCode.USAGE,
                    "Name the files to rotate, or --all [--profile NAME]",
                    "see envdrift rotate --help");
        }
    }

    private Row row(RotateReport.Row row) {
        Path path = Path.of(row.file());
        String file = path.isAbsolute() ? Backends.shown(host, path) : row.file();
        Map<String, Object> fields = Fields.of("file", file);
        List<String> details = new ArrayList<>();
        Level level = Level.GOOD;
        String text;
        int line = 0;
        switch (row.outcome()) {
            case Rotation.Rotated(var from, var to, var resumed) -> {
                text = "Rotated " + file + ": " + from + " → " + to + (resumed ? " (resumed)" : "");
                fields.put("status", "rotated");
                fields.put("from", from);
                fields.put("to", to);
                fields.put("resumed", resumed);
            }
            case Rotation.Completed(var key) -> {
                text = file + " has its newest key " + key;
                fields.put("status", "completed");
                fields.put("key", key);
            }
            case Rotation.Skipped(var reason) -> {
                level = Level.PLAIN;
                text = file + " - skipped (" + reason + ")";
                fields.put("status", "skipped");
                fields.put("reason", reason);
            }
            case Rotation.Failed(var failure, var at) -> {
                level = Level.ERROR;
                text = "Rotation of " + file + " failed: " + failure.getMessage();
                fields.put("status", "error");
                SyncPresenter.failure(fields, failure);
                failure.hint().ifPresent(hint -> details.add("hint: " + hint));
                line = at;
            }
        }
        String icon = level == Level.ERROR ? "[ERROR]" : level == Level.PLAIN ? "=" : "[OK]";
        return Row.of(level, icon, text, fields).below(details).at(file, line);
    }
}

package io.envdrift.cli.command;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.OptionalProject;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.ProjectCommand;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.render.Fields;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Report;
import io.envdrift.cli.render.Row;
import io.envdrift.workflow.files.DiffFiles;
import io.envdrift.workflow.keys.OwnedFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code envdrift diff}: which variables two env files do not share. */
public final class DiffCommand extends ProjectCommand {
    private Path first = Path.of("");
    private Path second = Path.of("");
    private boolean exitOnDrift;
    private boolean all;
    private boolean showValues;

    /** Creates the command for a machine. */
    public DiffCommand(Host host) {
        super(
                host,
                Outline.of(
                                "diff",
                                "Compare two env files by names and, with the keys at hand, by equal or different"
                                        + " values.")
                        .footer(
                                "",
                                "Values are never printed; envdrift get prints one.",
                                "",
                                "Examples:",
                                "  envdrift diff .env.staging .env.production",
                                "  envdrift diff .env.staging .env.production --ci    exit 1 on any difference"));
    }

    @Override
    public void declare(CommandOptions options) {
        options.argument("A", "The first env file.", Path.class, given -> first = given);
        options.argument("B", "The second env file.", Path.class, given -> second = given);
        options.flag(
                "--exit-on-drift",
                "Exit 1 when the files differ, or that cannot be told; --ci does so, too.",
                on -> exitOnDrift = on);
        options.flag("--include-unchanged", "Also list variables that are equal.", on -> all = on);
        options.flag("--show-values", "Refused: a diff never prints values.", on -> showValues = on)
                .hidden(true);
        declareProject(options);
    }

    @Override
    protected Reporter.Result work(Reporter reporter) {
        if (showValues) {
            throw new EnvdriftException(
                    ErrorCode.USAGE, "A diff never prints values", "print one with: envdrift get NAME -f FILE");
        }
        try (OptionalProject project = openIfPresent(reporter)) {
            List<DiffFiles.Entry> entries = new DiffFiles(keys(project))
                    .run(
                            owned(project.config(), first, OwnedFile.Named.TO_READ),
                            owned(project.config(), second, OwnedFile.Named.TO_READ),
                            reporter::warn);
            boolean same = entries.stream().allMatch(entry -> entry.difference() == DiffFiles.Difference.UNCHANGED);
            return new Reporter.Result(report(entries, same), same || !gate());
        }
    }

    private Report report(List<DiffFiles.Entry> entries, boolean same) {
        Map<String, Object> summary = new LinkedHashMap<>();
        for (DiffFiles.Difference each : DiffFiles.Difference.values()) {
            summary.put(
                    word(each),
                    entries.stream().filter(entry -> entry.difference() == each).count());
        }
        List<Row> rows = entries.stream()
                .filter(entry -> all || entry.difference() != DiffFiles.Difference.UNCHANGED)
                .map(this::row)
                .toList();
        return new Report("diff")
                .title("Comparing " + first + " with " + second)
                .section(new Report.Section("", rows, "Diff Summary", summary))
                .close(same ? Level.GOOD : Level.WARNING, conclusion(entries, same));
    }

    private static String conclusion(List<DiffFiles.Entry> entries, boolean same) {
        if (same) {
            return "No drift detected - environments match";
        }
        boolean open = entries.stream()
                .map(DiffFiles.Entry::difference)
                .allMatch(each -> each == DiffFiles.Difference.UNCHANGED || each == DiffFiles.Difference.UNKNOWN);
        return open
                ? "Whether the files differ is not known: bring the keys with envdrift sync, then compare again"
                : "The files differ";
    }

    private Row row(DiffFiles.Entry entry) {
        record Look(String icon, String words) {}
        Look look = switch (entry.difference()) {
            case REMOVED -> new Look("-", "only in " + first);
            case ADDED -> new Look("+", "only in " + second);
            case CHANGED -> new Look("~", "different");
            case UNCHANGED -> new Look("=", "equal");
            case UNKNOWN -> new Look("?", "in both, encrypted to a key that is not at hand");
        };
        boolean same = entry.difference() == DiffFiles.Difference.UNCHANGED;
        Map<String, Object> fields = Fields.of("name", entry.name(), "status", word(entry.difference()));
        Level level = same ? Level.PLAIN : gate() ? Level.ERROR : Level.WARNING;
        Row row = Row.of(level, look.icon(), entry.name() + " - " + look.words(), fields);
        return entry.lineInSecond() > 0
                ? row.at(second.toString(), entry.lineInSecond())
                : row.at(first.toString(), entry.lineInFirst());
    }

    private static String word(DiffFiles.Difference difference) {
        return difference.name().toLowerCase(Locale.ROOT);
    }

    private boolean gate() {
        return exitOnDrift || output.ci();
    }
}

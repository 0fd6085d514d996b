package io.envdrift.cli.command;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.cli.Host;
import io.envdrift.cli.OutputOptions;
import io.envdrift.cli.ProjectOpener;
import io.envdrift.cli.Reporter;
import io.envdrift.cli.VaultOptions;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Report;
import io.envdrift.cli.render.Row;
import io.envdrift.config.EnvdriftConfig;
import io.envdrift.dotenvx.KeyRing;
import io.envdrift.workflow.DiffFiles;
import io.envdrift.workflow.FileKeys;
import io.envdrift.workflow.OwnedFile;
import io.envdrift.workflow.Project;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code envdrift diff}: which variables two env files do not share. */
@Command(
        name = "diff",
        description = "Compare two env files by names and, with the keys at hand, by equal or different values.",
        footer = {
            "",
            "Values are never printed; envdrift get prints one.",
            "",
            "Examples:",
            "  envdrift diff .env.staging .env.production",
            "  envdrift diff .env.staging .env.production --ci    exit 1 on any difference"
        })
public final class DiffCommand implements Callable<Integer> {
    private final Host host;

    @Parameters(index = "0", paramLabel = "A", description = "The first env file.")
    private Path first = Path.of("");

    @Parameters(index = "1", paramLabel = "B", description = "The second env file.")
    private Path second = Path.of("");

    @Option(
            names = "--exit-on-drift",
            description = "Exit 1 when the files differ, or that cannot be told; --ci does so, too.")
    private boolean exitOnDrift;

    @Option(names = "--include-unchanged", description = "Also list variables that are equal.")
    private boolean all;

    @Option(names = "--show-values", hidden = true, description = "Refused: a diff never prints values.")
    private boolean showValues;

    @Mixin
    private VaultOptions.ConfigOption config = new VaultOptions.ConfigOption();

    @Mixin
    private VaultOptions vault = new VaultOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    /** Creates the command for a machine. */
    public DiffCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() {
        Reporter reporter = new Reporter(host, "diff", output);
        return reporter.run(() -> {
            if (showValues) {
                throw new EnvdriftException(
                        ErrorCode.USAGE, "A diff never prints values", "print one with: envdrift get NAME -f FILE");
            }
            Optional<ProjectOpener.Opened> opened =
                    new ProjectOpener(output.machine(host)).openIfPresent(config.path(), vault);
            try {
                opened.ifPresent(found -> reporter.warn(found.warnings()));
                List<DiffFiles.Entry> entries = compare(opened.map(ProjectOpener.Opened::project));
                boolean same = entries.stream().allMatch(entry -> entry.difference() == DiffFiles.Difference.UNCHANGED);
                return new Reporter.Result(report(entries, same), same || !gate());
            } finally {
                opened.ifPresent(ProjectOpener.Opened::close);
            }
        });
    }

    private List<DiffFiles.Entry> compare(Optional<Project> project) {
        KeyRing here = KeyRing.ofEnvironment(host.environment());
        Optional<EnvdriftConfig> read = project.map(Project::config);
        return new DiffFiles(new FileKeys(project, here, host.workingDirectory()))
                .run(
                        OwnedFile.of(host.workingDirectory().resolve(first), read),
                        OwnedFile.of(host.workingDirectory().resolve(second), read));
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
                .close(same ? Level.GOOD : Level.WARNING, same ? "No drift" : "The files differ");
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
        boolean inSecond = entry.lineInSecond() > 0;
        boolean same = entry.difference() == DiffFiles.Difference.UNCHANGED;
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", entry.name());
        fields.put("status", word(entry.difference()));
        return new Row(
                same ? Level.PLAIN : gate() ? Level.ERROR : Level.WARNING,
                look.icon(),
                entry.name() + " - " + look.words(),
                List.of(),
                fields,
                Optional.of(
                        inSecond
                                ? new Row.Place(second.toString(), entry.lineInSecond())
                                : new Row.Place(first.toString(), entry.lineInFirst())));
    }

    private static String word(DiffFiles.Difference difference) {
        return difference.name().toLowerCase(Locale.ROOT);
    }

    private boolean gate() {
        return exitOnDrift || output.ci();
    }
}

package io.envdrift.cli.command;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.ShellLine;
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
import io.envdrift.workflow.Project;
import io.envdrift.workflow.examine.Doctor;
import io.envdrift.workflow.examine.Finding;
import io.envdrift.workflow.examine.KeyStatus;
import io.envdrift.workflow.examine.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code envdrift doctor}: what is wrong here, and the command that mends it. */
public final class DoctorCommand extends ProjectCommand {
    /** From here on {@code run} can replace the process, so that no JVM stays behind. */
    private static final int REPLACES_PROCESSES = 22;

    /** Creates the command for a machine. */
    public DoctorCommand(Host host) {
        super(
                host,
                Outline.of(
                                "doctor",
                                "Examine configuration, vaults, files, permissions and git; say how to mend what is"
                                        + " wrong.")
                        .footer(
                                "",
                                "Writes nothing. Exit 1 when there is a problem; warnings do not count.",
                                "",
                                "Examples:",
                                "  envdrift doctor",
                                "  envdrift doctor -q        only what is wrong"));
    }

    @Override
    public void declare(CommandOptions options) {
        declareProject(options);
    }

    @Override
    protected Reporter.Result work(Reporter reporter) {
        List<Finding> findings = new ArrayList<>(List.of(java()));
        List<Row> rows = new ArrayList<>();
        try (ProjectOpener.Opened opened = new ProjectOpener(machine()).open(config.path(), vault)) {
            findings.addAll(new Doctor(opened.project()).run());
            rows.addAll(keys(opened.project(), findings));
        } catch (EnvdriftException e) {
            if (e.code() == ErrorCode.USAGE) {
                // A mistake in this command line is no finding about the project.
                throw e;
            }
            findings.add(Finding.of(Finding.Topic.CONFIGURATION, e));
        }
        long problems = count(findings, Finding.Severity.PROBLEM) + rows.size();
        rows.addAll(0, findings.stream().map(DoctorCommand::row).toList());
        long warnings = count(findings, Finding.Severity.WARNING);
        Map<String, Object> summary = Fields.of(
                "Checks passed", count(findings, Finding.Severity.GOOD), "Warnings", warnings, "Problems", problems);
        Report report = new Report("doctor").section(new Report.Section("", rows, "Doctor", summary));
        report = problems > 0
                ? report.close(Level.ERROR, problems + " problem(s) to mend, see above")
                : report.close(
                        warnings > 0 ? Level.WARNING : Level.GOOD,
                        warnings > 0 ? "No problem, " + warnings + " thing(s) to look at" : "All is well");
        return new Reporter.Result(report, problems == 0);
    }

    /** Returns a row for each mapping with a finding of {@code status} that no row above has reported. */
    private List<Row> keys(Project project, List<Finding> findings) {
        Set<String> told = findings.stream().map(Finding::text).collect(Collectors.toSet());
        List<KeyStatus> all = new Status(project).runAll();
        StatusPresenter presenter = new StatusPresenter(
                project.config().file(), config.path(), Optional.empty(), host.workingDirectory(), all);
        return all.stream()
                .filter(status -> status.findings().stream().anyMatch(found -> isNew(found, status, told)))
                .map(presenter::row)
                .toList();
    }

    private static boolean isNew(KeyStatus.Finding found, KeyStatus status, Set<String> told) {
        return switch (found) {
            case UNREADABLE -> status.failures().stream().anyMatch(failure -> !told.contains(failure.getMessage()));
            case UNSOUND_FILE, NO_FILE -> false;
            default -> true;
        };
    }

    private static Finding java() {
        int java = Runtime.version().feature();
        return Finding.of(
                Finding.Topic.MACHINE,
                Finding.Severity.GOOD,
                java >= REPLACES_PROCESSES
                        ? "Java " + java
                        : "Java " + java + " ('envdrift run' leaves no JVM behind from Java " + REPLACES_PROCESSES
                                + " on)",
                "");
    }

    private static long count(List<Finding> findings, Finding.Severity severity) {
        return findings.stream().filter(found -> found.severity() == severity).count();
    }

    private static Row row(Finding found) {
        record Look(Level level, String icon) {}
        Look look = switch (found.severity()) {
            case GOOD -> new Look(Level.GOOD, "✓");
            case WARNING -> new Look(Level.WARNING, "!");
            case PROBLEM -> new Look(Level.ERROR, "x");
        };
        String fix = found.command().isEmpty()
                ? found.advice()
                : ShellLine.of(found.command()).toString();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("topic", found.topic().name().toLowerCase(Locale.ROOT));
        fields.put("status", found.severity().name().toLowerCase(Locale.ROOT));
        fields.put("text", found.text());
        fields.put("fix", fix.isEmpty() ? null : fix);
        Row row = Row.of(
                        look.level(),
                        look.icon(),
                        found.topic().name().toLowerCase(Locale.ROOT) + ": " + found.text(),
                        fields)
                .below(fix.isEmpty() ? List.of() : List.of("Fix: " + fix));
        return GatePresenter.with(row, found.file(), found.gate());
    }
}

package io.envdrift.cli.git;

import io.envdrift.cli.base.FilteredClone;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.base.ReportingCommand;
import io.envdrift.cli.render.Fields;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Report;
import io.envdrift.cli.render.Row;
import io.envdrift.dotenvx.GateFinding;
import io.envdrift.workflow.gitfilter.FilterStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code envdrift git status}: what git has of each file, and what the work tree holds. */
final class FilterStatusCommand extends ReportingCommand {

    FilterStatusCommand(Host host) {
        super(
                host,
                "git",
                Outline.of("status", "Show what git has of each file, and what the work tree holds.")
                        .footer("", "Writes nothing and asks no vault. Exit 1 when something needs attention."));
    }

    @Override
    protected Reporter.Result work(Reporter reporter) {
        try (FilteredClone clone = FilteredClone.of(host)) {
            FilterStatus status = new FilterStatus(clone.git(), clone.files(), clone.ports());
            List<FilterStatus.Row> rows = status.rows();
            List<String> missing = status.missing();
            long attention =
                    rows.stream().filter(FilterStatus.Row::needsAttention).count();
            Map<String, Object> summary = Fields.of("Files", rows.size(), "Need attention", attention);
            Report report = new Report("git status")
                    .section(new Report.Section(
                            "", rows.stream().map(FilterStatusCommand::row).toList(), "Git", summary));
            missing.forEach(line -> report.close(Level.ERROR, "[ERROR] " + line + ": run 'envdrift git install'"));
            boolean good = attention == 0 && missing.isEmpty();
            report.close(
                    good ? Level.GOOD : Level.ERROR,
                    good ? "Git sees every file encrypted" : "Something needs attention, see above");
            return new Reporter.Result(report, good);
        }
    }

    private static Row row(FilterStatus.Row status) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("file", status.path());
        fields.put("status", status.needsAttention() ? "attention" : "good");
        fields.put("git", status.staged().name().toLowerCase(Locale.ROOT));
        fields.put("workTree", status.tree().name().toLowerCase(Locale.ROOT));
        fields.put("openToOthers", status.wide());
        return Row.of(
                        status.needsAttention() ? Level.ERROR : Level.GOOD,
                        status.needsAttention() ? "x" : "=",
                        status.path() + " - git: " + words(status.staged()) + ", work tree: " + words(status.tree()),
                        fields)
                .below(advice(status));
    }

    private static String words(FilterStatus.Text text) {
        return switch (text) {
            case ABSENT -> "not there";
            case EMPTY -> "no value";
            case ENCRYPTED -> "encrypted";
            case PLAINTEXT -> "plaintext";
            case SEALED -> "sealed as one block";
            case UNSOUND -> "unsound";
        };
    }

    private static List<String> advice(FilterStatus.Row status) {
        List<String> advice = new ArrayList<>();
        status.findings().forEach(found -> advice.add(found.message() + " (" + found.advice() + ")"));
        if (status.staged() == FilterStatus.Text.PLAINTEXT) {
            advice.add(
                    "Fix: git has plaintext from before: git add --renormalize, and commit; then change these secrets");
        }
        if (status.staged() == FilterStatus.Text.SEALED && status.findings().isEmpty()) {
            advice.add("Fix: " + GateFinding.headline(List.of(new GateFinding(GateFinding.Kind.SEALED_TEXT, "", 0)))
                    + ": git add it again");
        }
        if (status.tree() == FilterStatus.Text.ENCRYPTED) {
            advice.add("Fix: envdrift sync, then envdrift git refresh");
        }
        if (status.wide() && status.tree() != FilterStatus.Text.ENCRYPTED) {
            advice.add("Fix: others can read it: envdrift git refresh");
        }
        return advice;
    }
}

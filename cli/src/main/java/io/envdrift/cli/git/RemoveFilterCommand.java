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
import io.envdrift.git.FilteredTree;
import io.envdrift.workflow.gitfilter.RemoveFilter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code envdrift git remove}: the files encrypted, and everything out of git again. */
final class RemoveFilterCommand extends ReportingCommand {

    RemoveFilterCommand(Host host) {
        super(
                host,
                "git",
                Outline.of(
                                "remove",
                                "Encrypt the files of all work trees of this clone, and take the filter out again.")
                        .footer("", "While a file cannot be encrypted, the filter stays."));
    }

    @Override
    protected Reporter.Result work(Reporter reporter) {
        try (FilteredClone clone = FilteredClone.of(host)) {
            FilteredTree tree =
                    FilteredTree.of(clone.git()).orElseGet(() -> new FilteredTree(clone.git(), clone.files()));
            List<RemoveFilter.Locked> locked = new RemoveFilter(tree, clone.ports(), clone::filter).run();
            boolean failed = locked.stream().anyMatch(file -> file.failure().isPresent());
            return new Reporter.Result(report(locked, failed), !failed);
        }
    }

    private static Report report(List<RemoveFilter.Locked> locked, boolean failed) {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put(
                "Encrypted",
                locked.stream().filter(file -> file.failure().isEmpty()).count());
        summary.put(
                "Errors",
                locked.stream().filter(file -> file.failure().isPresent()).count());
        return new Report("git remove")
                .section(new Report.Section(
                        "", locked.stream().map(RemoveFilterCommand::row).toList(), "Git", summary))
                .close(
                        failed ? Level.ERROR : Level.GOOD,
                        failed
                                ? "Nothing was taken out: these files would be plaintext for git, see above"
                                : "[OK] Removed. Git sees the files as they are; they are encrypted");
    }

    private static Row row(RemoveFilter.Locked file) {
        Map<String, Object> fields = Fields.of(
                "file", file.file().toString(), "status", file.failure().isPresent() ? "error" : "encrypted");
        file.failure().ifPresent(failure -> fields.put("reason", failure.getMessage()));
        return Row.of(
                        file.failure().isPresent() ? Level.ERROR : Level.GOOD,
                        file.failure().isPresent() ? "x" : "+",
                        file.failure().map(Throwable::getMessage).orElse(file.file() + " - encrypted"),
                        fields)
                .below(file.failure()
                        .flatMap(failure -> failure.hint())
                        .map(hint -> List.of("hint: " + hint))
                        .orElse(List.of()));
    }
}

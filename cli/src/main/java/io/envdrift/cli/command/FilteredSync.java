package io.envdrift.cli.command;

import io.envdrift.cli.base.FilteredClone;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.render.Report;
import io.envdrift.cli.render.Row;
import io.envdrift.git.FilteredFiles;
import io.envdrift.git.FilteredTree;
import io.envdrift.workflow.Project;
import io.envdrift.workflow.files.FileOutcome;
import io.envdrift.workflow.gitfilter.FilterKeys;
import io.envdrift.workflow.gitfilter.InstallFilter;
import io.envdrift.workflow.gitfilter.RefreshFiles;
import io.envdrift.workflow.gitfilter.VaultKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The second step of {@code sync} in a clone where git sees files encrypted: it decrypts the files of the work tree
 * that the new keys open.
 */
final class FilteredSync {
    private FilteredSync() {}

    /** Decrypts, and adds to the report which files were; one that stays encrypted is a warning. */
    static void run(Host host, Project project, FilteredTree tree, Report report, Reporter reporter) {
        FilteredFiles files =
                new InstallFilter(project, tree.git()).refresh(tree.files()).files();
        FilteredTree listed = new FilteredTree(tree.git(), files);
        List<Row> rows = new ArrayList<>();
        try (VaultKeys keys = FilteredClone.vaultKeys(host, tree.git(), files, project)) {
            new RefreshFiles(listed, new FilterKeys(files, tree.git(), keys), project.ports())
                    .runFor(files.of(tree.git().inWorkTree(project.config().file())))
                    .forEach((entry, outcome) -> {
                        if (outcome instanceof FileOutcome.Failed failed) {
                            reporter.warn(failed.failure());
                        } else if (outcome instanceof FileOutcome.Decrypted) {
                            rows.add(FilePresenter.row(entry.path(), outcome));
                        }
                    });
        }
        if (!rows.isEmpty()) {
            report.section(new Report.Section(
                    "Decrypted, as git sees them encrypted:", rows, "Git", Map.of("Decrypted", rows.size())));
        }
    }
}

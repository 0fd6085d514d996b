package io.envdrift.cli.git;

import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.DescribedCommand;
import io.envdrift.cli.base.FilteredClone;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.OutputOptions;
import io.envdrift.cli.base.ProjectOpener;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.base.VaultOptions;
import io.envdrift.cli.command.FilePresenter;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Report;
import io.envdrift.git.FilteredFiles;
import io.envdrift.git.FilteredTree;
import io.envdrift.git.GitDirectory;
import io.envdrift.workflow.files.FileOutcome;
import io.envdrift.workflow.gitfilter.FilterKeys;
import io.envdrift.workflow.gitfilter.InstallFilter;
import io.envdrift.workflow.gitfilter.RefreshFiles;
import io.envdrift.workflow.gitfilter.VaultKeys;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code envdrift git refresh}: new mappings on the list, and plaintext where keys came. */
final class RefreshFilterCommand implements DescribedCommand {
    private final Host host;
    private final VaultOptions.ConfigOption config = new VaultOptions.ConfigOption();
    private final VaultOptions vault = new VaultOptions();
    private final OutputOptions output = new OutputOptions();

    RefreshFilterCommand(Host host) {
        this.host = host;
    }

    @Override
    public Outline outline() {
        return Outline.of("refresh", "Take new mappings on git's list, and decrypt what keys are at hand for.")
                .footer(
                        "",
                        "Writes plaintext that others could read anew, for its owner only. Brings no key to a keys"
                                + " file:",
                        "that is what 'envdrift sync' is for.");
    }

    @Override
    public void declare(CommandOptions options) {
        config.declare(options);
        vault.declare(options);
        output.declare(options);
    }

    @Override
    public Integer call() {
        Reporter reporter = new Reporter(host, "git refresh", output);
        return reporter.run(() -> {
            GitDirectory git = FilteredClone.directory(host);
            FilteredTree before = FilteredTree.of(git).orElseThrow(FilteredClone::notInstalled);
            try (ProjectOpener.Opened opened =
                            new ProjectOpener(config.machine(output.machine(host))).open(config.path(), vault);
                    VaultKeys keys = new VaultKeys(opened::project)) {
                reporter.warn(opened.warnings());
                FilteredFiles files = new InstallFilter(opened.project(), git).refresh(before.files());
                FilteredTree tree = FilteredTree.of(git).orElseThrow(FilteredClone::notInstalled);
                Map<FilteredFiles.Entry, FileOutcome> outcomes = new RefreshFiles(
                                tree,
                                new FilterKeys(files, git, keys),
                                opened.project().ports())
                        .run();
                boolean failed = outcomes.values().stream().anyMatch(FileOutcome::isError);
                return new Reporter.Result(report(files, outcomes, failed), !failed);
            }
        });
    }

    private static Report report(FilteredFiles files, Map<FilteredFiles.Entry, FileOutcome> outcomes, boolean failed) {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("Files", files.files().size());
        summary.put(
                "Decrypted",
                outcomes.values().stream()
                        .filter(FileOutcome.Decrypted.class::isInstance)
                        .count());
        summary.put(
                "Errors",
                outcomes.values().stream().filter(FileOutcome::isError).count());
        return new Report("git refresh")
                .section(new Report.Section(
                        "",
                        outcomes.entrySet().stream()
                                .map(entry -> FilePresenter.row(entry.getKey().path(), entry.getValue()))
                                .toList(),
                        "Git",
                        summary))
                .close(
                        failed ? Level.ERROR : Level.GOOD,
                        failed
                                ? "Some files stay as they are, see above"
                                : "[OK] The work tree is plaintext, git is not");
    }
}

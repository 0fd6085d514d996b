package io.envdrift.cli.git;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.FilteredClone;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.ProjectCommand;
import io.envdrift.cli.base.ProjectOpener;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.command.FilePresenter;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Report;
import io.envdrift.git.FilteredFiles;
import io.envdrift.git.FilteredTree;
import io.envdrift.git.GitDirectory;
import io.envdrift.workflow.Project;
import io.envdrift.workflow.files.FileOutcome;
import io.envdrift.workflow.gitfilter.FilterKeys;
import io.envdrift.workflow.gitfilter.InstallFilter;
import io.envdrift.workflow.gitfilter.RefreshFiles;
import io.envdrift.workflow.gitfilter.VaultKeys;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code envdrift git refresh}: new mappings on the list, and plaintext where keys came. */
final class RefreshFilterCommand extends ProjectCommand {

    RefreshFilterCommand(Host host) {
        super(
                host,
                "git",
                Outline.of("refresh", "Take new mappings on git's list, and decrypt what keys are at hand for.")
                        .footer(
                                "",
                                "Writes plaintext that others could read anew, for its owner only. Brings no key to a"
                                        + " keys file:",
                                "that is what 'envdrift sync' is for."));
    }

    @Override
    public void declare(CommandOptions options) {
        declareProject(options);
    }

    @Override
    protected Reporter.Result work(Reporter reporter) {
        GitDirectory git = FilteredClone.directory(host);
        FilteredTree tree = FilteredTree.of(git).orElseThrow(FilteredClone::notInstalled);
        FilteredFiles files = tree.files();
        ProjectOpener opener = new ProjectOpener(machine());
        Map<String, FileOutcome> outcomes = new LinkedHashMap<>();
        List<Optional<Path>> configs = configs(git, opener, tree);
        for (Optional<Path> each : configs) {
            try (ProjectOpener.Opened opened = opener.open(each, vault)) {
                reporter.warn(opened.warnings());
                InstallFilter.Listed listed = new InstallFilter(opened.project(), git).refresh(files);
                files = listed.files();
                if (config.path().isPresent()) {
                    listed.requireAny(opened.project().config().file());
                }
                outcomes.putAll(listed.leftOut());
                outcomes.putAll(refreshed(git, files, opened.project()));
            } catch (EnvdriftException e) {
                if (configs.size() == 1 || e.code() == ErrorCode.USAGE) {
                    throw e;
                }
                // A configuration that cannot be read does not stop the others.
                each.ifPresent(broken -> outcomes.put(git.inWorkTree(broken).toString(), new FileOutcome.Failed(e, 0)));
            }
        }
        boolean failed = outcomes.values().stream().anyMatch(FileOutcome::isError);
        return new Reporter.Result(report(files, outcomes, failed), !failed);
    }

    /**
     * All configurations that this work tree was installed with, unless one is named; an empty entry means the one that
     * is found from here.
     */
    private List<Optional<Path>> configs(GitDirectory git, ProjectOpener opener, FilteredTree tree) {
        if (config.path().isPresent()) {
            return List.of(config.path());
        }
        Set<Path> all = new LinkedHashSet<>();
        opener.discover().ifPresent(found -> all.add(git.top().resolve(git.inWorkTree(found))));
        all.addAll(tree.configs());
        return all.isEmpty()
                ? List.of(Optional.empty())
                : all.stream().map(Optional::of).toList();
    }

    private Map<String, FileOutcome> refreshed(GitDirectory git, FilteredFiles files, Project project) {
        Map<String, FileOutcome> outcomes = new LinkedHashMap<>();
        try (VaultKeys keys = FilteredClone.vaultKeys(host, git, files, project)) {
            new RefreshFiles(new FilteredTree(git, files), new FilterKeys(files, git, keys), project.ports())
                    .runFor(files.of(git.inWorkTree(project.config().file())))
                    .forEach((entry, outcome) -> outcomes.put(entry.path(), outcome));
        }
        return outcomes;
    }

    private static Report report(FilteredFiles files, Map<String, FileOutcome> outcomes, boolean failed) {
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
                                .map(entry -> FilePresenter.row(entry.getKey(), entry.getValue()))
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

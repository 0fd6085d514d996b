package io.envdrift.workflow.gitfilter;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.config.Mapping;
import io.envdrift.files.FileSnapshot;
import io.envdrift.git.AttributesFile;
import io.envdrift.git.FilterSettings;
import io.envdrift.git.FilteredFiles;
import io.envdrift.git.GitDirectory;
import io.envdrift.git.GitHook;
import io.envdrift.git.WorkTree;
import io.envdrift.workflow.Ports;
import io.envdrift.workflow.Project;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes git see the files of a project's mappings encrypted, in this clone. The order of the steps is such that a filter is
 * complete before an attribute names it: whoever is interrupted runs it again.
 */
public final class InstallFilter {
    private final Project project;
    private final GitDirectory git;

    /** Creates the workflow. */
    public InstallFilter(Project project, GitDirectory git) {
        this.project = project;
        this.git = git;
    }

    /** What an installation does beside the usual. */
    public enum Extra {
        /** The attributes go into {@code .gitattributes} too. */
        SHARED,
        /** {@code git diff} shows values. */
        SHOW_VALUES
    }

    /**
     * Installs, also over what is installed: files that were on the list stay on it.
     *
     * @param program how a shell calls envdrift
     * @return the list that holds from now on
     * @throws EnvdriftException {@code NOTHING_SELECTED} when no file of a mapping lies in this work tree, or what writing
     *     throws
     */
    public FilteredFiles run(String program, Set<Extra> extras) {
        Optional<FilteredFiles> before = known();
        GitHook commits = GitHook.ofCommits(tree(), ports().files());
        boolean own = before.map(FilteredFiles::ownCommitHook).orElse(!commits.isInstalled());
        FilteredFiles files = listed(
                before,
                extras.contains(Extra.SHARED)
                        || before.filter(FilteredFiles::shared).isPresent(),
                own);
        files.write(git, ports().files());
        new FilterSettings(git).install(program, extras.contains(Extra.SHOW_VALUES));
        List<String> paths =
                files.files().stream().map(FilteredFiles.Entry::path).toList();
        AttributesFile.ofClone(git, ports().files()).install(paths);
        if (files.shared()) {
            AttributesFile.ofProject(git, ports().files()).install(paths);
        }
        commits.install();
        GitHook.ofPlaintext(tree(), ports().files()).forEach(GitHook::install);
        return files;
    }

    /**
     * Takes the files of new mappings on the list of a clone where the filter is installed.
     *
     * @throws EnvdriftException as {@link #run}
     */
    public FilteredFiles refresh(FilteredFiles before) {
        FilteredFiles files = listed(Optional.of(before), before.shared(), before.ownCommitHook());
        files.write(git, ports().files());
        List<String> paths =
                files.files().stream().map(FilteredFiles.Entry::path).toList();
        AttributesFile.ofClone(git, ports().files()).install(paths);
        if (files.shared()) {
            AttributesFile.ofProject(git, ports().files()).install(paths);
        }
        return files;
    }

    /** A list that is damaged is made anew. */
    private Optional<FilteredFiles> known() {
        try {
            return FilteredFiles.of(git);
        } catch (EnvdriftException e) {
            return Optional.empty();
        }
    }

    private Ports ports() {
        return project.ports();
    }

    private WorkTree tree() {
        return WorkTree.of(git.top())
                .orElseThrow(() -> new EnvdriftException(
                        ErrorCode.UNSUITABLE_FILE, "This is no git work tree", "run it inside a repository"));
    }

    private FilteredFiles listed(Optional<FilteredFiles> before, boolean shared, boolean ownCommitHook) {
        FilteredList list = new FilteredList(before);
        Path config = project.config().file();
        byte[] content = FileSnapshot.following(config).content().orElse(new byte[0]);
        int source = list.source(new FilteredFiles.Source(
                config.toAbsolutePath().normalize(),
                new String(content, StandardCharsets.UTF_8),
                project.config().encryption().plainKeys()));
        boolean any = false;
        for (Mapping mapping : project.config().sync().mappings()) {
            Optional<FilteredFiles.Entry> entry = entry(mapping, source);
            entry.ifPresent(list::put);
            any |= entry.isPresent();
        }
        if (!any && before.isEmpty()) {
            throw new EnvdriftException(
                    ErrorCode.NOTHING_SELECTED,
                    "No env file of " + project.config().file() + " lies in this work tree",
                    "run it in the repository that has the files");
        }
        // Where linked work trees find keys: that of the first installation, for as long as it is there.
        Path root = before.map(FilteredFiles::root).filter(Files::isDirectory).orElse(git.top());
        return list.files(root, shared, ownCommitHook);
    }

    private Optional<FilteredFiles.Entry> entry(Mapping mapping, int source) {
        return FilteredPath.of(project, mapping, git)
                .map(path -> new FilteredFiles.Entry(
                        path,
                        mapping.keyNames().privateKey(),
                        mapping.keysFile().startsWith(git.top())
                                ? FilteredPath.written(git.top().relativize(mapping.keysFile()))
                                : mapping.keysFile().toString(),
                        mapping.ephemeral(),
                        source,
                        mapping.index()));
    }
}

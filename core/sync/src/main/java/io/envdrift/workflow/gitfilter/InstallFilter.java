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
import io.envdrift.workflow.files.FileOutcome;
import io.envdrift.workflow.files.MappedFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes git see the files of a project's mappings encrypted, in this clone. The filter is complete before an attribute
 * names it, so an interrupted installation can be run again.
 */
public record InstallFilter(Project project, GitDirectory git) {
    /** An option of an installation. */
    public enum Extra {
        /** The attributes go into {@code .gitattributes} too. */
        SHARED,
        /** {@code git diff} shows values. */
        SHOW_VALUES
    }

    /**
     * The result of updating the list.
     *
     * @param files the list that holds from now on
     * @param own the files that the configuration has a mapping for
     * @param leftOut the files of mappings that are not on it, as the user knows them, and why
     */
    public record Listed(FilteredFiles files, List<FilteredFiles.Entry> own, Map<String, FileOutcome> leftOut) {
        /** Copies list and map. */
        public Listed {
            own = List.copyOf(own);
            leftOut = Collections.unmodifiableMap(new LinkedHashMap<>(leftOut));
        }

        /**
         * Makes sure that the configuration has a file here.
         *
         * @throws EnvdriftException {@code NOTHING_SELECTED} when it has none
         */
        public Listed requireAny(Path config) {
            if (!own.isEmpty()) {
                return this;
            }
            throw leftOut.values().stream()
                    .filter(FileOutcome.Failed.class::isInstance)
                    .map(failed -> ((FileOutcome.Failed) failed).failure())
                    .findFirst()
                    .orElseGet(() -> new EnvdriftException(
                            ErrorCode.NOTHING_SELECTED,
                            "No env file of " + config + " lies in this work tree",
                            "run it in the repository that has the files"));
        }
    }

    /**
     * Installs, also over what is installed: files that were on the list stay on it.
     *
     * @param program how a shell calls envdrift
     * @throws EnvdriftException {@code NOTHING_SELECTED} when no file of a mapping lies in this work tree, or what writing
     *     throws
     */
    public Listed run(String program, Set<Extra> extras) {
        Optional<FilteredFiles> before = known();
        GitHook commits = GitHook.ofCommits(tree(), ports().files());
        boolean own = before.map(FilteredFiles::ownCommitHook).orElse(!commits.isInstalled());
        boolean shared = extras.contains(Extra.SHARED)
                || before.filter(FilteredFiles::shared).isPresent();
        Listed listed = listed(before, shared, own).requireAny(project.config().file());
        FilteredFiles files = listed.files();
        files.write(git, ports().files());
        new FilterSettings(git).install(program, extras.contains(Extra.SHOW_VALUES));
        installAttributes(files);
        commits.install();
        GitHook.ofPlaintext(tree(), ports().files()).forEach(GitHook::install);
        return listed;
    }

    /**
     * Takes the files of new mappings on the list of a clone where the filter is installed.
     *
     * @throws EnvdriftException what writing throws
     */
    public Listed refresh(FilteredFiles before) {
        Listed listed = listed(Optional.of(before), before.shared(), before.ownCommitHook());
        listed.files().write(git, ports().files());
        installAttributes(listed.files());
        return listed;
    }

    private void installAttributes(FilteredFiles files) {
        List<String> paths =
                files.files().stream().map(FilteredFiles.Entry::path).toList();
        AttributesFile.ofClone(git, ports().files()).install(paths);
        if (files.shared()) {
            AttributesFile.ofProject(git, ports().files()).install(paths);
        }
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
        return WorkTree.of(git.top()).orElseThrow(WorkTree::none);
    }

    private Listed listed(Optional<FilteredFiles> before, boolean shared, boolean ownCommitHook) {
        FilteredList list = new FilteredList(before);
        int source = list.source(source(project, git));
        List<FilteredFiles.Entry> own = new ArrayList<>();
        Map<String, FileOutcome> leftOut = new LinkedHashMap<>();
        for (Mapping mapping : project.config().sync().mappings()) {
            entry(mapping, source).ifPresentOrElse(own::add, () -> {
                MappedFile located = MappedFile.locate(project, mapping);
                leftOut.put(located.name(), reason(located));
            });
        }
        own.forEach(list::put);
        // Where linked work trees find keys: that of the first installation, for as long as it is there.
        Path root = before.map(FilteredFiles::root).filter(Files::isDirectory).orElse(git.top());
        return new Listed(list.files(root, shared, ownCommitHook), own, leftOut);
    }

    private FileOutcome reason(MappedFile located) {
        boolean usable = located.mapping().problem().isEmpty();
        if (usable
                && (located.instead().isEmpty() || !located.mapping().folder().startsWith(git.top()))) {
            return new FileOutcome.Skipped("not a file of this repository: git sees it as it is");
        }
        return switch (located.instead().orElseThrow()) {
            case FileOutcome.Skipped(var reason, var remarks) -> unfit(reason);
            case FileOutcome.Ambiguous(var reason) -> unfit(reason);
            case FileOutcome other -> other;
        };
    }

    private static FileOutcome unfit(String reason) {
        return new FileOutcome.Failed(new EnvdriftException(ErrorCode.UNSUITABLE_FILE, reason), 0);
    }

    /** Returns the present configuration of a project, as it stands on the list. */
    public static FilteredFiles.Source source(Project project, GitDirectory git) {
        Path config = project.config().file();
        byte[] content = FileSnapshot.following(config).content().orElse(new byte[0]);
        return new FilteredFiles.Source(
                git.inWorkTree(config),
                new String(content, StandardCharsets.UTF_8),
                project.config().encryption().plainKeys());
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

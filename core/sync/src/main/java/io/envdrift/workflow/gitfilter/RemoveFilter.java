package io.envdrift.workflow.gitfilter;

import io.envdrift.base.EnvdriftException;
import io.envdrift.files.AtomicFile;
import io.envdrift.git.AttributesFile;
import io.envdrift.git.FilterSettings;
import io.envdrift.git.FilteredFiles;
import io.envdrift.git.FilteredTree;
import io.envdrift.git.GitDirectory;
import io.envdrift.git.GitHook;
import io.envdrift.git.GitObjects;
import io.envdrift.git.SmudgeMemory;
import io.envdrift.git.WorkTree;
import io.envdrift.workflow.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Encrypts the files of all work trees of a clone and takes filter, drivers, attributes and hooks out again. The files come first:
 * while one of them is plaintext, the filter stays.
 *
 * @param filters makes the filter of a work tree
 */
public record RemoveFilter(FilteredTree tree, Ports ports, BiFunction<GitDirectory, GitObjects, EnvFilter> filters) {
    /**
     * What was done with one file.
     *
     * @param file absolute
     * @param failure why it could not be encrypted
     */
    public record Locked(Path file, Optional<EnvdriftException> failure) {}

    /** Encrypts the files and removes the filter. Where a file could not be encrypted, nothing else was changed. */
    public List<Locked> run() {
        List<Locked> locked = new ArrayList<>();
        List<GitDirectory> trees = WorkTree.linked(tree.git());
        for (GitDirectory each : trees) {
            lock(each, locked);
        }
        if (locked.stream().anyMatch(file -> file.failure().isPresent())) {
            return locked;
        }
        AtomicFile files = ports.files();
        AttributesFile.ofClone(tree.git(), files).remove();
        if (tree.files().shared()) {
            AttributesFile.ofProject(tree.git(), files).remove();
        }
        WorkTree.of(tree.git().top()).ifPresent(this::removeHooks);
        new FilterSettings(tree.git()).remove();
        for (GitDirectory each : trees) {
            tree.in(each).rewritten(locked.stream().map(Locked::file).toList());
        }
        FilteredFiles.delete(tree.git(), files);
        new SmudgeMemory(tree.git(), files, ports.randomness()).delete();
        return locked;
    }

    private void removeHooks(WorkTree work) {
        GitHook.ofPlaintext(work, ports.files()).forEach(GitHook::remove);
        if (tree.files().ownCommitHook()) {
            GitHook.ofCommits(work, ports.files()).remove();
        }
    }

    private void lock(GitDirectory git, List<Locked> locked) {
        try (GitObjects objects = new GitObjects(git.top(), Map.of())) {
            EnvFilter filter = filters.apply(git, objects);
            for (FilteredFiles.Entry entry : tree.files().files()) {
                Path file = git.top().resolve(entry.path());
                if (Files.isRegularFile(file)) {
                    lock(filter, entry, file).ifPresent(locked::add);
                }
            }
        }
    }

    private Optional<Locked> lock(EnvFilter filter, FilteredFiles.Entry entry, Path file) {
        try {
            return SealFiles.seal(entry, file, filter, ports)
                    ? Optional.of(new Locked(file, Optional.empty()))
                    : Optional.empty();
        } catch (EnvdriftException e) {
            return Optional.of(new Locked(file, Optional.of(e)));
        }
    }
}

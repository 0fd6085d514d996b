package io.envdrift.workflow;

import io.envdrift.base.EnvdriftException;
import io.envdrift.config.Mapping;
import io.envdrift.dotenv.Glob;
import io.envdrift.dotenvx.EncryptionState;
import io.envdrift.git.FilteredTree;
import io.envdrift.git.WorkTree;
import io.envdrift.sync.EnvFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What git would do with the files that hold secrets now. Each question costs at most one git process. */
public final class GitRemarks {
    private final Project project;
    private final Optional<WorkTree> tree;
    private final Optional<FilteredTree> filtered;

    /** Looks for the work tree around a project. */
    public GitRemarks(Project project) {
        this.project = project;
        this.tree = WorkTree.of(project.config().directory());
        this.filtered = FilteredTree.of(project.config().directory());
    }

    /** Counts the files that git tracks and sees in plaintext, and that hold a value that should not be. */
    public int trackedPlaintext(Collection<Path> files) {
        List<Path> plaintext = files.stream()
                .filter(this::holdsPlaintext)
                .filter(file -> filtered.filter(known -> known.covers(file)).isEmpty())
                .toList();
        return tree.map(within -> within.tracked(plaintext).size()).orElse(0);
    }

    /** Returns the keys files that git would take with the next {@code git add}, themselves or their backups. */
    public List<Path> untidyKeysFiles(Collection<Mapping> mappings) {
        List<Path> keysFiles = mappings.stream()
                .filter(mapping -> mapping.problem().isEmpty() && !mapping.ephemeral())
                .map(Mapping::keysFile)
                .filter(Files::exists)
                .distinct()
                .toList();
        return takenByGit(project.config().directory(), keysFiles);
    }

    /** Returns those of some keys files that git would take with the next {@code git add}, themselves or their backups. */
    public static List<Path> takenByGit(Path directory, List<Path> keysFiles) {
        Optional<WorkTree> tree = keysFiles.isEmpty() ? Optional.empty() : WorkTree.of(directory);
        if (tree.isEmpty()) {
            return List.of();
        }
        Set<Path> open = tree.get()
                .notIgnored(keysFiles.stream().flatMap(GitRemarks::withBackup).toList());
        return keysFiles.stream()
                .filter(file -> withBackup(file).anyMatch(open::contains))
                .toList();
    }

    private static Stream<Path> withBackup(Path keysFile) {
        return Stream.of(keysFile, keysFile.resolveSibling(keysFile.getFileName() + ".backup"));
    }

    private boolean holdsPlaintext(Path file) {
        return holdsPlaintext(file, project.plainKeys());
    }

    /** Tells whether a file can be read and holds a value in plaintext that should not be. */
    public static boolean holdsPlaintext(Path file, List<Glob> plainKeys) {
        try {
            return EncryptionState.of(EnvFile.read(file), plainKeys).readable() > 0;
        } catch (EnvdriftException e) {
            return false;
        }
    }
}

package io.envdrift.sync;

import io.envdrift.git.WorkTree;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What git tracks, asked once for each work tree of a run. */
final class TrackedFiles {
    private final Map<Path, Set<Path>> trees = new HashMap<>();

    /** Tells whether a file is in the index; not where there is no git. */
    synchronized boolean contains(Path file) {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
        Optional<WorkTree> tree = WorkTree.of(folder);
        return tree.isPresent()
                && trees.computeIfAbsent(tree.get().root(), root -> tree.get().tracked())
                        .contains(file);
    }
}

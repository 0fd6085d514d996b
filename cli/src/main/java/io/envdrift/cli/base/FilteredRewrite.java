package io.envdrift.cli.base;

import io.envdrift.git.FilteredTree;
import io.envdrift.git.GitObjects;
import io.envdrift.workflow.files.FileOutcome;
import io.envdrift.workflow.gitfilter.RefreshFiles;
import io.envdrift.workflow.gitfilter.SealFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Work on encrypted files in a clone whose work tree is plaintext: they are encrypted before, and decrypted after. */
public final class FilteredRewrite {
    private FilteredRewrite() {}

    /**
     * Does the work; where git does not see files encrypted, nothing else happens.
     *
     * @param wanted tells which files the work is about
     * @throws io.envdrift.base.EnvdriftException when a file cannot be encrypted; the work is not done then
     */
    public static <T> T during(Host host, Reporter reporter, Predicate<Path> wanted, Supplier<T> work) {
        Optional<FilteredTree> tree = FilteredTree.of(host.workingDirectory());
        if (tree.isEmpty()) {
            return work.get();
        }
        List<Path> sealed;
        try (FilteredClone clone = FilteredClone.of(host);
                GitObjects objects = new GitObjects(clone.git().top(), host.environment())) {
            sealed = new SealFiles(tree.get(), clone.filter(clone.git(), objects), clone.ports()).run(wanted);
        }
        try {
            return work.get();
        } finally {
            // Anew: the keys may be others now.
            try (FilteredClone clone = FilteredClone.of(host)) {
                new RefreshFiles(tree.get(), clone.keys(), clone.ports())
                        .run(sealed)
                        .values()
                        .forEach(outcome -> {
                            if (outcome instanceof FileOutcome.Failed failed) {
                                reporter.warn(failed.failure());
                            }
                        });
            }
        }
    }
}

package io.envdrift.cli.base;

import io.envdrift.base.ShellLine;
import io.envdrift.git.WorkTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Warns of files with secrets that git would take into a commit. */
public final class IgnoredByGit {
    private IgnoredByGit() {}

    /** Warns of those files that lie in a work tree and that no ignore rule covers; runs git only in a work tree. */
    public static void warn(Reporter reporter, List<Path> files) {
        List<String> warnings = new ArrayList<>();
        for (Path file : files) {
            Path directory = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file has a directory");
            WorkTree.of(directory)
                    .filter(tree ->
                            Files.exists(file) && !tree.notIgnored(Set.of(file)).isEmpty())
                    .ifPresent(tree -> warnings.add(
                            tree.tracked(Set.of(file)).isEmpty()
                                    ? "Git does not ignore " + file.getFileName()
                                            + ", which holds secrets: add it to .gitignore"
                                    : "Git tracks " + file.getFileName()
                                            + ", which holds secrets: add it to .gitignore, and take it out with"
                                            + " "
                                            + ShellLine.of("git", "rm", "--cached")
                                                    .file(file)));
        }
        reporter.warn(warnings);
    }
}

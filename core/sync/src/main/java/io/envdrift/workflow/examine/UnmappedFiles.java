package io.envdrift.workflow.examine;

import io.envdrift.base.EnvdriftException;
import io.envdrift.dotenvx.GateFinding;
import io.envdrift.git.FilteredTree;
import io.envdrift.git.WorkTree;
import io.envdrift.workflow.Project;
import io.envdrift.workflow.examine.Finding.Severity;
import io.envdrift.workflow.examine.Finding.Topic;
import java.util.List;
import java.util.Optional;

/** Finds what git has of files that no mapping knows, and the hook refuses: plaintext in env files, and private keys. */
public record UnmappedFiles(Project project) {
    /** Runs it; nothing is found outside of a git work tree. Asks no vault, and writes nothing. */
    public List<Finding> run() {
        return WorkTree.of(project.config().directory()).map(this::run).orElse(List.of());
    }

    private List<Finding> run(WorkTree tree) {
        try {
            // Files that another configuration maps are on the list of the filter's files, if there is one.
            Optional<FilteredTree> filtered = FilteredTree.of(tree.root());
            return new CommitCheck(tree, List.of(project))
                    .unmapped().stream()
                            .filter(remark -> !remark.isPlaintext()
                                    || filtered.filter(list ->
                                                    list.covers(tree.root().resolve(remark.file())))
                                            .isEmpty())
                            .map(remark -> finding(tree, remark))
                            .toList();
        } catch (EnvdriftException e) {
            // A machine without git, or another user's clone: no fault of the project.
            return List.of(Finding.of(
                    Topic.GIT,
                    Severity.WARNING,
                    "files that no mapping knows were not looked at: " + e.getMessage(),
                    e.hint().orElse("")));
        }
    }

    private static Finding finding(WorkTree tree, CommitCheck.Remark remark) {
        // A tracked plaintext file may be intended, and the user has [hook] allow for it; a private key never is.
        String text = remark.isPlaintext()
                ? remark.file() + " holds plaintext that the hook refuses, and no mapping here knows it: "
                        + GateFinding.summary(remark.findings())
                : remark.text() + ", and git has it";
        return new Finding(
                Topic.GIT,
                remark.isPlaintext() ? Severity.WARNING : Severity.PROBLEM,
                text,
                remark.findings().stream().findFirst().map(GateFinding::advice).orElse(""),
                command(tree, remark),
                remark.file(),
                remark.findings());
    }

    /** A hook runs at the top of the work tree, and names the file from there; other commands run anywhere. */
    private static List<String> command(WorkTree tree, CommitCheck.Remark remark) {
        String file = tree.root().resolve(remark.file()).toString();
        return remark.command().stream()
                .map(word -> word.equals(remark.file()) ? file : word)
                .toList();
    }
}

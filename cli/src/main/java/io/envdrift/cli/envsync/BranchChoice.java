package io.envdrift.cli.envsync;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.git.WorkTree;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Chooses the branch: the option, the branch that git has checked out, the one that a CI system names,
 * {@code ENVSYNC_BRANCH}, and outside of a work tree {@code main}. A detached HEAD alone names none.
 */
final class BranchChoice {
    static final String VARIABLE = "ENVSYNC_BRANCH";

    private BranchChoice() {}

    /**
     * Chooses.
     *
     * @throws EnvdriftException {@code USAGE} when HEAD is detached, or git does not tell what is checked out, and nothing else
     *     names a branch
     */
    static String of(Optional<String> option, Path directory, Map<String, String> environment) {
        if (option.filter(name -> !name.isEmpty()).isPresent()) {
            return option.get();
        }
        Optional<WorkTree> tree = WorkTree.of(directory);
        return tree.flatMap(WorkTree::branch)
                .or(() -> CiBranch.find(environment))
                .or(() -> variable(environment))
                .orElseGet(() -> {
                    tree.ifPresent(BranchChoice::requireNoGit);
                    return "main";
                });
    }

    /**
     * As in the original, a machine without git uses {@code main}; where git is installed and does not answer, there is
     * no default.
     */
    private static void requireNoGit(WorkTree tree) {
        if (tree.isDetached()) {
            throw none("HEAD is detached, so there is no branch to take");
        }
        if (tree.hasGit()) {
            throw none("git does not tell which branch is checked out in " + tree.root()
                    + ", perhaps because the directory belongs to somebody else");
        }
    }

    private static EnvdriftException none(String message) {
        return new EnvdriftException(ErrorCode.USAGE, message, "name it with --branch or ENVSYNC_BRANCH");
    }

    private static Optional<String> variable(Map<String, String> environment) {
        return Optional.ofNullable(environment.get(VARIABLE)).filter(name -> !name.isEmpty());
    }
}

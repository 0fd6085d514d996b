package io.envdrift.cli.envsync;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.git.WorkTree;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which branch is meant: the option, what git has checked out, what a CI system says it checked out, {@code ENVSYNC_BRANCH}, and
 * outside of a work tree {@code main}. A detached HEAD alone names none.
 */
final class BranchChoice {
    static final String VARIABLE = "ENVSYNC_BRANCH";

    private static final String HEADS = "refs/heads/";
    private static final String ORIGIN = "origin/";

    /** How each CI system tells the branch: pull requests before what they are merged into. */
    private static final List<Function<Map<String, String>, String>> CI = List.of(
            env -> env.getOrDefault("GITHUB_HEAD_REF", ""),
            env -> env.getOrDefault("GITHUB_REF_TYPE", "branch").equals("branch")
                    ? env.getOrDefault("GITHUB_REF_NAME", "")
                    : "",
            env -> env.getOrDefault("CI_MERGE_REQUEST_SOURCE_BRANCH_NAME", ""),
            env -> env.getOrDefault("CI_COMMIT_BRANCH", ""),
            env -> env.getOrDefault("BITBUCKET_BRANCH", ""),
            env -> env.getOrDefault("CIRCLE_BRANCH", ""),
            env -> env.getOrDefault("BUILDKITE_BRANCH", ""),
            env -> env.getOrDefault("DRONE_SOURCE_BRANCH", env.getOrDefault("DRONE_BRANCH", "")),
            env -> env.getOrDefault("TRAVIS_PULL_REQUEST_BRANCH", ""),
            env -> env.getOrDefault("TRAVIS_BRANCH", ""),
            env -> withoutPrefix(env.getOrDefault("SYSTEM_PULLREQUEST_SOURCEBRANCH", ""), HEADS),
            env -> env.getOrDefault("BUILD_SOURCEBRANCH", "").startsWith(HEADS)
                    ? withoutPrefix(env.getOrDefault("BUILD_SOURCEBRANCH", ""), HEADS)
                    : "",
            env -> env.getOrDefault("CHANGE_BRANCH", env.getOrDefault("BRANCH_NAME", "")),
            env -> withoutPrefix(env.getOrDefault("GIT_BRANCH", ""), ORIGIN));

    private BranchChoice() {}

    /**
     * Chooses.
     *
     * @throws EnvdriftException {@code USAGE} when HEAD is detached and nothing else names a branch
     */
    static String of(Optional<String> option, Path directory, Map<String, String> environment) {
        if (option.filter(name -> !name.isEmpty()).isPresent()) {
            return option.get();
        }
        Optional<WorkTree> tree = WorkTree.of(directory);
        return tree.flatMap(WorkTree::branch)
                .or(() -> ofCi(environment))
                .or(() -> variable(environment))
                .orElseGet(() -> {
                    if (tree.filter(WorkTree::isDetached).isPresent()) {
                        throw new EnvdriftException(
                                ErrorCode.USAGE,
                                "HEAD is detached, so there is no branch to take",
                                "name it with --branch or ENVSYNC_BRANCH");
                    }
                    return "main";
                });
    }

    private static Optional<String> ofCi(Map<String, String> environment) {
        return CI.stream()
                .map(system -> system.apply(environment))
                .filter(name -> !name.isEmpty())
                .findFirst();
    }

    private static Optional<String> variable(Map<String, String> environment) {
        return Optional.ofNullable(environment.get(VARIABLE)).filter(name -> !name.isEmpty());
    }

    private static String withoutPrefix(String text, String prefix) {
        return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
    }
}

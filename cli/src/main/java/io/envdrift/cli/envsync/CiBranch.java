package io.envdrift.cli.envsync;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The branch that a CI system says it checked out: for a pull request its source branch; for a tag none. */
final class CiBranch {
    private static final String HEADS = "refs/heads/";
    private static final String ORIGIN = "origin/";

    /** How each CI system tells it; the first that is set counts. */
    private static final List<Told> TOLD = List.of(
            Told.of("GITHUB_HEAD_REF"),
            Told.of("GITHUB_REF_NAME", name -> name).unless("GITHUB_REF_TYPE", "tag"),
            Told.of("CI_MERGE_REQUEST_SOURCE_BRANCH_NAME"),
            Told.of("CI_COMMIT_SOURCE_BRANCH"),
            Told.of("CI_COMMIT_BRANCH").unlessSet("CI_COMMIT_TAG"),
            Told.of("BITBUCKET_BRANCH"),
            Told.of("CIRCLE_BRANCH"),
            Told.of("BUILDKITE_BRANCH").unlessSet("BUILDKITE_TAG"),
            Told.of("DRONE_SOURCE_BRANCH"),
            Told.of("DRONE_BRANCH").unlessSet("DRONE_TAG"),
            Told.of("TRAVIS_PULL_REQUEST_BRANCH"),
            Told.of("TRAVIS_BRANCH").unlessSet("TRAVIS_TAG"),
            Told.of("APPVEYOR_PULL_REQUEST_HEAD_REPO_BRANCH"),
            Told.of("APPVEYOR_REPO_BRANCH").unlessSet("APPVEYOR_REPO_TAG_NAME"),
            Told.of("SEMAPHORE_GIT_PR_BRANCH"),
            Told.of("SEMAPHORE_GIT_BRANCH").unlessSet("SEMAPHORE_GIT_TAG_NAME"),
            Told.of("CIRRUS_BRANCH").unlessSet("CIRRUS_TAG"),
            Told.of("BITRISE_GIT_BRANCH").unlessSet("BITRISE_GIT_TAG"),
            Told.of("CODEBUILD_WEBHOOK_HEAD_REF", CiBranch::ofHeads),
            Told.of("SYSTEM_PULLREQUEST_SOURCEBRANCH", ref -> without(HEADS, ref)),
            Told.of("BUILD_SOURCEBRANCH", CiBranch::ofHeads),
            Told.of("CHANGE_BRANCH"),
            Told.of("BRANCH_NAME").unlessSet("TAG_NAME"),
            Told.of("GIT_BRANCH", ref -> without(ORIGIN, ref)).unlessSet("TAG_NAME"));

    private CiBranch() {}

    /** Finds the branch, if a system tells one. */
    static Optional<String> find(Map<String, String> environment) {
        return TOLD.stream().flatMap(each -> each.find(environment)).findFirst();
    }

    /**
     * A variable that tells a branch.
     *
     * @param reader makes the branch's name of its value; empty where it names none
     * @param silencer a variable that says that a tag was checked out, or empty
     * @param silence the value that it says so with; empty for any
     */
    private record Told(String variable, UnaryOperator<String> reader, String silencer, String silence) {
        static Told of(String variable) {
            return of(variable, name -> name);
        }

        static Told of(String variable, UnaryOperator<String> reader) {
            return new Told(variable, reader, "", "");
        }

        Told unlessSet(String other) {
            return unless(other, "");
        }

        Told unless(String other, String value) {
            return new Told(variable, reader, other, value);
        }

        Stream<String> find(Map<String, String> environment) {
            String told = environment.getOrDefault(silencer, "");
            if (silence.isEmpty() ? !told.isEmpty() : told.equals(silence)) {
                return Stream.empty();
            }
            // Some systems pass on git's word for a detached HEAD, which is no branch.
            return Stream.of(reader.apply(environment.getOrDefault(variable, "")))
                    .filter(name -> !name.isEmpty() && !name.equals("HEAD"));
        }
    }

    private static String ofHeads(String ref) {
        return ref.startsWith(HEADS) ? without(HEADS, ref) : "";
    }

    private static String without(String prefix, String text) {
        return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
    }
}

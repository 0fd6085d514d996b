package io.envdrift.cli.base;

import java.util.List;
import java.util.Map;

/**
 * Repository, branch and commit that a CI job works on, as its variables say.
 *
 * @param repository as in {@code acme/app}; empty when no variable says it
 * @param branch empty when no variable says it
 * @param commit empty when no variable says it
 */
record CiJob(String repository, String branch, String commit) {
    /**
     * Our own variable first, for systems that are not listed; then GitHub, GitLab, Bitbucket, Azure, CircleCI,
     * Buildkite, Drone, Jenkins.
     */
    private static final List<String> REPOSITORY = List.of(
            "ENVDRIFT_REPORT_REPOSITORY",
            "GITHUB_REPOSITORY",
            "CI_PROJECT_PATH",
            "BITBUCKET_REPO_FULL_NAME",
            "BUILD_REPOSITORY_NAME",
            "CIRCLE_PROJECT_REPONAME",
            "BUILDKITE_PIPELINE_SLUG",
            "DRONE_REPO",
            "JOB_NAME");

    /** A merge request's own branch goes before the ref that was made for it. */
    private static final List<String> BRANCH = List.of(
            "ENVDRIFT_REPORT_BRANCH",
            "GITHUB_HEAD_REF",
            "GITHUB_REF_NAME",
            "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME",
            "CI_COMMIT_REF_NAME",
            "BITBUCKET_BRANCH",
            "BUILD_SOURCEBRANCH",
            "CIRCLE_BRANCH",
            "BUILDKITE_BRANCH",
            "DRONE_BRANCH",
            "GIT_BRANCH");

    private static final List<String> COMMIT = List.of(
            "ENVDRIFT_REPORT_COMMIT",
            "GITHUB_SHA",
            "CI_COMMIT_SHA",
            "BITBUCKET_COMMIT",
            "BUILD_SOURCEVERSION",
            "CIRCLE_SHA1",
            "BUILDKITE_COMMIT",
            "DRONE_COMMIT",
            "GIT_COMMIT");

    /** Reads the variables. */
    static CiJob of(Map<String, String> environment) {
        String repository = first(environment, REPOSITORY);
        String owner = environment.getOrDefault("CIRCLE_PROJECT_USERNAME", "");
        boolean circle = !owner.isEmpty() && repository.equals(environment.get("CIRCLE_PROJECT_REPONAME"));
        return new CiJob(
                circle ? owner + "/" + repository : repository,
                first(environment, BRANCH).replaceFirst("^(refs/heads/|origin/)", ""),
                first(environment, COMMIT));
    }

    private static String first(Map<String, String> environment, List<String> names) {
        return names.stream()
                .map(name -> environment.getOrDefault(name, "").strip())
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
    }
}

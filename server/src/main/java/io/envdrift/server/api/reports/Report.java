package io.envdrift.server.api.reports;

import io.envdrift.json.JsonMembers;

/**
 * A report that is kept.
 *
 * @param line what it belongs to
 * @param commit empty when the job did not say
 * @param content its verdict and rows
 */
record Report(long id, String receivedAt, String postedBy, Line line, String commit, ReportContent content) {
    /**
     * What reports are compared along: the same command, on the same branch of the same repository.
     *
     * @param branch empty when the job did not say
     */
    record Line(String repository, String branch, String command) {}

    History.Moment moment() {
        return new History.Moment(receivedAt, commit);
    }

    JsonMembers toJson() {
        return content.addTo(new JsonMembers()
                .put("id", id)
                .put("receivedAt", receivedAt)
                .put("postedBy", postedBy)
                .put("repository", line.repository())
                .put("branch", line.branch())
                .put("commit", commit)
                .put("command", line.command()));
    }
}

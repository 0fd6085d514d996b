package io.envdrift.server.api.reports;

import io.envdrift.json.JsonMembers;
import io.envdrift.server.pipeline.Answer;
import io.envdrift.server.pipeline.Call;
import io.envdrift.server.pipeline.FailureLimit;
import io.envdrift.server.pipeline.Operation;
import io.envdrift.server.pipeline.Refusal;
import io.envdrift.server.pipeline.Reply;
import io.envdrift.server.pipeline.Route;
import io.envdrift.server.pipeline.Session;
import io.envdrift.server.store.Timestamps;
import java.util.Optional;

/**
 * Takes a report: the token (401), how many it posted (429), the report (400, 413, 422).
 *
 * @param calls counts each token's reports as if the token were an address
 */
record PostRoute(ReportReaders readers, ReportLimits limits, FailureLimit calls) implements Route {
    @Override
    public Operation operation() {
        return Operation.changing("post-report", "POST", ReportsApi.PATH);
    }

    @Override
    public Reply answer(Call call, Session session) {
        ReportToken token = readers.token(call, session, ReportToken.Kind.POST)
                .orElseThrow(() -> new Refusal(401, "A token for posting reports is required"));
        if (!calls.admit(token.digest())) {
            throw Refusal.tooMany();
        }
        PostedReport posted = PostedReport.of(call.body());
        return session.change(connection -> {
            Optional<Report> before = Reports.latest(connection, posted.line());
            History.Moment now = new History.Moment(Timestamps.text(session.now()), posted.commit());
            ReportContent content = posted.content().after(before, now);
            long id = Reports.add(connection, posted, content, token.name(), session.now());
            Reports.keep(connection, limits.most());
            return Answer.unlogged(Reply.json(201, new JsonMembers().put("id", id)));
        });
    }
}

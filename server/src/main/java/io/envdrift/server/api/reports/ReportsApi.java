package io.envdrift.server.api.reports;

import io.envdrift.json.JsonMembers;
import io.envdrift.server.pipeline.Api;
import io.envdrift.server.pipeline.FailureLimit;
import io.envdrift.server.pipeline.Refusal;
import io.envdrift.server.pipeline.Reply;
import io.envdrift.server.pipeline.Route;
import java.time.InstantSource;
import java.util.List;

/** Drift reports of CI jobs under {@code /api/v1/reports}. */
public final class ReportsApi implements Api {
    /** The name in the audit log and the metrics. */
    public static final String NAME = "reports";

    static final String PATH = "/api/v1/reports";

    private static final int POSTS_PER_MINUTE = 60;
    private static final int TOO_MANY = 429;

    private final List<Route> routes;

    /**
     * Creates the API.
     *
     * @param apis whose owners may read reports
     */
    public ReportsApi(ReportLimits limits, List<Api> apis, InstantSource clock) {
        ReportReaders readers = new ReportReaders(List.copyOf(apis));
        this.routes = List.of(
                new PostRoute(readers, limits, new FailureLimit(POSTS_PER_MINUTE, clock)), new ListRoute(readers));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> prefixes() {
        return List.of(PATH);
    }

    @Override
    public List<Route> routes() {
        return routes;
    }

    @Override
    public Reply refused(Refusal refusal) {
        Reply reply = Reply.json(refusal.status(), new JsonMembers().put("error", refusal.text()))
                .with(refusal.headers());
        return refusal.status() == TOO_MANY ? reply.with("Retry-After", "60") : reply;
    }
}

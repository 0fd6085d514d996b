package io.envdrift.server.api.levels;

import io.envdrift.json.JsonMembers;
import io.envdrift.levels.protocol.AuditEntry;
import io.envdrift.server.api.levels.LevelsRoute.At;
import io.envdrift.server.api.levels.LevelsRoute.Entrance;
import io.envdrift.server.pipeline.AuditLog;
import io.envdrift.server.pipeline.AuditRow;
import io.envdrift.server.pipeline.Operation;
import io.envdrift.server.pipeline.Reply;
import io.envdrift.server.pipeline.Route;
import java.sql.SQLException;
import java.util.List;

/** Who did what in an organization. */
final class AuditCalls {
    private static final int FAILED = 400;

    private final Entrance entrance;

    AuditCalls(Entrance entrance) {
        this.entrance = entrance;
    }

    List<Route> routes() {
        return List.of(LevelsRoute.of(
                Operation.reading("audit_list", "GET", Paths.ORGANIZATION + "/audit"),
                entrance,
                Page::of,
                page -> Demand.ofOrganization(Scopes.AUDIT_READ),
                AuditCalls::list));
    }

    private static Reply list(At at, Page page) throws SQLException {
        List<JsonMembers> part =
                AuditLog.page(at.connection(), LevelsApi.NAME, at.organization(), page.size(), page.offset()).stream()
                        .map(AuditCalls::entry)
                        .toList();
        return Replies.ok(page.answer(part, AuditLog.count(at.connection(), LevelsApi.NAME, at.organization())));
    }

    private static JsonMembers entry(AuditRow row) {
        return new AuditEntry(
                        Long.toString(row.id()),
                        row.principal().orElse("unknown"),
                        row.action(),
                        row.subject().orElse(""),
                        row.status() < FAILED ? "ok" : "refused with " + row.status(),
                        row.time(),
                        row.ip(),
                        row.userAgent())
                .members()
                .put("type", "audit-entries");
    }
}

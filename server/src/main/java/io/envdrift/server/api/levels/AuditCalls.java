package io.envdrift.server.api.levels;

import io.envdrift.json.JsonMembers;
import io.envdrift.levels.protocol.AuditEntry;
import io.envdrift.server.api.levels.LevelsCall.At;
import io.envdrift.server.pipeline.AuditLog;
import io.envdrift.server.pipeline.AuditRow;
import io.envdrift.server.pipeline.Operation;
import io.envdrift.server.pipeline.Reply;
import java.sql.SQLException;
import java.util.List;

/** Who did what in an organization. */
final class AuditCalls {
    private static final int FAILED = 400;

    private AuditCalls() {}

    static List<LevelsCall<?, ?>> calls() {
        return List.of(LevelsCall.of(
                Operation.reading("audit_list", "GET", Paths.ORGANIZATION + "/audit"),
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

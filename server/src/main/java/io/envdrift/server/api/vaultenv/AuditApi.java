package io.envdrift.server.api.vaultenv;

import io.envdrift.server.api.vaultenv.SignedRoute.Told;
import io.envdrift.server.pipeline.AuditLog;
import io.envdrift.server.pipeline.AuditRow;
import io.envdrift.vaultenv.protocol.AuditList;
import io.envdrift.vaultenv.protocol.Endpoint;
import io.envdrift.vaultenv.protocol.ProjectQuery;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;

/** Lists a project's audit log. */
final class AuditApi {
    private static final long DEFAULT_LIMIT = 100;
    private static final long MAX_LIMIT = 1000;

    private AuditApi() {}

    /** Returns the calls. */
    static List<VaultEnvRoute> routes(SignatureIdentity identity) {
        return List.of(new SignedRoute<>(
                identity, Endpoint.LIST_AUDIT, ProjectQuery::read, DeviceGate.STRICT_PROJECTS, AuditApi::list));
    }

    private static Told list(Connection connection, Caller caller, ProjectQuery request) throws SQLException {
        long limit = Math.clamp(request.limit().orElse(DEFAULT_LIMIT), 1, MAX_LIMIT);
        List<AuditRow> rows =
                AuditLog.newest(connection, VaultEnvApi.NAME, caller.project().id(), limit, request.before());
        return Told.of(new AuditList(rows.stream().map(AuditApi::entry).toList()));
    }

    private static AuditList.Entry entry(AuditRow row) {
        return new AuditList.Entry(
                OptionalLong.of(row.id()),
                row.action(),
                row.status(),
                row.subject(),
                row.credential(),
                row.ip(),
                row.userAgent(),
                row.time());
    }
}

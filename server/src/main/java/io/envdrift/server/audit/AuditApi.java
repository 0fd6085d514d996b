package io.envdrift.server.audit;

import io.envdrift.server.access.Caller;
import io.envdrift.server.access.DeviceGate;
import io.envdrift.server.call.AuditLog;
import io.envdrift.server.call.Route;
import io.envdrift.server.call.Route.Answer;
import io.envdrift.vaultenv.protocol.AuditList;
import io.envdrift.vaultenv.protocol.Endpoint;
import io.envdrift.vaultenv.protocol.ProjectQuery;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Lists a project's audit log. */
public final class AuditApi {
    private static final long DEFAULT_LIMIT = 100;
    private static final long MAX_LIMIT = 1000;

    private AuditApi() {}

    /** Returns the calls. */
    public static List<Route> routes() {
        return List.of(new Route.Signed<>(
                Endpoint.LIST_AUDIT, ProjectQuery::read, DeviceGate.STRICT_PROJECTS, AuditApi::list));
    }

    private static Answer list(Connection connection, Caller caller, ProjectQuery request) throws SQLException {
        long limit = Math.clamp(request.limit().orElse(DEFAULT_LIMIT), 1, MAX_LIMIT);
        return Answer.of(
                new AuditList(AuditLog.newest(connection, caller.project().id(), limit)));
    }
}

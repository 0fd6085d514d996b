package io.envdrift.server.call;

import io.envdrift.server.store.Sql;
import io.envdrift.server.store.Timestamps;
import io.envdrift.vaultenv.protocol.AuditList;
import io.envdrift.vaultenv.protocol.Endpoint;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** The table of who did what. */
public final class AuditLog {
    private static final String SELECT = "SELECT a.action, a.status, e.name, a.device_id, a.ip, a.user_agent,"
            + " a.created_at FROM audit_log a LEFT JOIN environments e ON e.id = a.environment_id";

    private static final String INSERT = "INSERT INTO audit_log (project_id, environment_id, action, status, device_id,"
            + " principal, ip, user_agent, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private AuditLog() {}

    /** Returns the name under which a call is logged. */
    static String action(Endpoint endpoint) {
        return switch (endpoint) {
            case CREATE_PROJECT -> "project_create";
            case SET_KEY -> "set_key";
            case REGISTER_DEVICE -> "device_register";
            case APPROVE_DEVICE -> "device_approve";
            case LIST_DEVICES -> "device_list";
            case REVOKE_DEVICE -> "device_revoke";
            case PUSH -> "push";
            case PULL -> "pull";
            case CURRENT_VERSION -> "current_version";
            case VERSIONS -> "versions";
            case ROLLBACK -> "rollback";
            case LIST_ENVIRONMENTS -> "environment_list";
            case LIST_AUDIT -> "audit_list";
        };
    }

    /** Adds a row. */
    public static void add(Connection connection, AuditEvent event) throws SQLException {
        Sql.update(connection, INSERT, row(event));
    }

    /** Adds rows. */
    static void addAll(Connection connection, List<AuditEvent> events) throws SQLException {
        Sql.updateAll(connection, INSERT, events.stream().map(AuditLog::row).toList());
    }

    private static @Nullable Object[] row(AuditEvent event) {
        return new @Nullable Object[] {
            event.projectId(),
            event.environmentId().orElse(null),
            event.action(),
            event.status(),
            event.deviceId().orElse(null),
            event.principal().orElse(null),
            event.ip(),
            event.userAgent().orElse(null),
            Timestamps.text(event.time())
        };
    }

    /** Returns a project's newest rows. */
    public static List<AuditList.Entry> newest(Connection connection, String projectId, long limit)
            throws SQLException {
        return Sql.all(
                connection,
                SELECT + " WHERE a.project_id = ? ORDER BY a.id DESC LIMIT ?",
                AuditLog::entry,
                projectId,
                limit);
    }

    /** Returns the newest rows of one project or of all as text, newest first, columns separated by tabs. */
    public static List<String> lines(Connection connection, Optional<String> projectId, int limit) throws SQLException {
        String select = "SELECT a.created_at, a.project_id, COALESCE(e.name, '-'), a.action, a.status,"
                + " COALESCE(a.device_id, '-'), COALESCE(a.ip, '-'), COALESCE(a.user_agent, '-')"
                + " FROM audit_log a LEFT JOIN environments e ON e.id = a.environment_id";
        String order = " ORDER BY a.id DESC LIMIT ?";
        return projectId.isPresent()
                ? Sql.all(
                        connection, select + " WHERE a.project_id = ?" + order, AuditLog::line, projectId.get(), limit)
                : Sql.all(connection, select + order, AuditLog::line, limit);
    }

    private static String line(ResultSet row) throws SQLException {
        StringJoiner line = new StringJoiner("\t");
        for (int column = 1; column <= 8; column++) {
            // Names come from callers: what could break a line or a terminal is left out.
            line.add(row.getString(column).replaceAll("\\p{Cntrl}", "?"));
        }
        return line.toString();
    }

    private static AuditList.Entry entry(ResultSet row) throws SQLException {
        return new AuditList.Entry(
                row.getString(1),
                row.getLong(2),
                Optional.ofNullable(row.getString(3)),
                Optional.ofNullable(row.getString(4)),
                Optional.ofNullable(row.getString(5)),
                Optional.ofNullable(row.getString(6)),
                row.getString(7));
    }
}

package io.envdrift.server.pipeline;

import io.envdrift.base.OneLine;
import io.envdrift.server.store.Sql;
import io.envdrift.server.store.Timestamps;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** The table of who did what. */
public final class AuditLog {
    private static final String INSERT = "INSERT INTO audit_log (api, project_id, subject, action, status, principal,"
            + " principal_kind, credential, ip, user_agent, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String SELECT =
            "SELECT id, action, status, subject, principal, principal_kind, credential, ip,"
                    + " user_agent, created_at FROM audit_log";
    private static final int COLUMNS = 10;

    private AuditLog() {}

    /** Adds a row. */
    static void add(Connection connection, AuditEvent event) throws SQLException {
        Sql.update(connection, INSERT, row(event));
    }

    /** Adds a row about what an operator did at the server's machine. */
    public static void addByOperator(Connection connection, String api, String action, AuditEntry entry, Instant now)
            throws SQLException {
        add(connection, new AuditEvent(api, action, 200, entry, "local", Optional.empty(), now));
    }

    /** Adds rows. */
    static void addAll(Connection connection, List<AuditEvent> events) throws SQLException {
        Sql.updateAll(connection, INSERT, events.stream().map(AuditLog::row).toList());
    }

    private static @Nullable Object[] row(AuditEvent event) {
        Optional<Principal> principal = event.entry().principal();
        return new @Nullable Object[] {
            event.api(),
            event.entry().project(),
            event.entry().subject().orElse(null),
            event.action(),
            event.status(),
            principal.flatMap(Principal::name).orElse(null),
            principal.map(Principal::kind).orElse(null),
            principal.flatMap(Principal::credential).orElse(null),
            event.ip(),
            event.userAgent().orElse(null),
            Timestamps.text(event.time())
        };
    }

    /**
     * Returns the newest rows about a project of an API.
     *
     * @param before the id of a row: only older ones are returned
     */
    public static List<AuditRow> newest(
            Connection connection, String api, String project, long limit, OptionalLong before) throws SQLException {
        return Sql.all(
                connection,
                SELECT + " WHERE project_id = ? AND api = ? AND id < ? ORDER BY id DESC LIMIT ?",
                AuditLog::entry,
                project,
                api,
                before.orElse(Long.MAX_VALUE),
                limit);
    }

    /** Returns rows about a project of an API, the newest first, after some that are left out. */
    public static List<AuditRow> page(Connection connection, String api, String project, long limit, long offset)
            throws SQLException {
        return Sql.all(
                connection,
                SELECT + " WHERE project_id = ? AND api = ? ORDER BY id DESC LIMIT ? OFFSET ?",
                AuditLog::entry,
                project,
                api,
                limit,
                offset);
    }

    /** Returns how many rows there are about a project of an API. */
    public static long count(Connection connection, String api, String project) throws SQLException {
        return Sql.number(connection, "SELECT COUNT(*) FROM audit_log WHERE project_id = ? AND api = ?", project, api);
    }

    /** Returns the newest rows of one project or of all as text, newest first, columns separated by tabs. */
    public static List<String> lines(Connection connection, Optional<String> project, int limit) throws SQLException {
        String select = "SELECT created_at, project_id, COALESCE(subject, '-'), action, status,"
                + " COALESCE(credential, '-'), COALESCE(ip, '-'), COALESCE(user_agent, '-'), api,"
                + " COALESCE(principal, '-') FROM audit_log";
        String order = " ORDER BY id DESC LIMIT ?";
        return project.isPresent()
                ? Sql.all(connection, select + " WHERE project_id = ?" + order, AuditLog::line, project.get(), limit)
                : Sql.all(connection, select + order, AuditLog::line, limit);
    }

    private static String line(ResultSet row) throws SQLException {
        StringJoiner line = new StringJoiner("\t");
        for (int column = 1; column <= COLUMNS; column++) {
            // Names come from callers: what could break a line or a terminal is left out.
            line.add(OneLine.of(row.getString(column)));
        }
        return line.toString();
    }

    private static AuditRow entry(ResultSet row) throws SQLException {
        return new AuditRow(
                row.getLong(1),
                row.getString(2),
                row.getLong(3),
                Optional.ofNullable(row.getString(4)),
                Optional.ofNullable(row.getString(5)),
                Optional.ofNullable(row.getString(6)),
                Optional.ofNullable(row.getString(7)),
                Optional.ofNullable(row.getString(8)),
                Optional.ofNullable(row.getString(9)),
                row.getString(10));
    }
}

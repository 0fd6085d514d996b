package io.envdrift.server.api.reports;

import io.envdrift.server.store.Sql;
import io.envdrift.server.store.Timestamps;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The table of reports. */
final class Reports {
    private static final String SELECT =
            "SELECT id, received_at, posted_by, repository, branch, command, commit_id, content FROM reports";

    private Reports() {}

    /**
     * Which reports are wanted.
     *
     * @param latest whether only the latest of each line
     * @param before only those with a smaller id
     */
    record Wanted(
            Optional<String> repository,
            Optional<String> branch,
            Optional<String> command,
            boolean latest,
            OptionalLong before,
            int limit) {}

    /** Adds a report and returns its id. */
    static long add(Connection connection, PostedReport posted, ReportContent content, String by, Instant now)
            throws SQLException {
        return Sql.first(
                        connection,
                        "INSERT INTO reports (received_at, posted_by, repository, branch, command, commit_id, content)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id",
                        row -> row.getLong(1),
                        Timestamps.text(now),
                        by,
                        posted.line().repository(),
                        posted.line().branch(),
                        posted.line().command(),
                        posted.commit(),
                        content.toJson())
                .orElseThrow(() -> new SQLException("no id"));
    }

    /** Returns the latest report of a line. */
    static Optional<Report> latest(Connection connection, Report.Line line) throws SQLException {
        return Sql.first(
                connection,
                SELECT + " WHERE repository = ? AND branch = ? AND command = ? ORDER BY id DESC LIMIT 1",
                Reports::report,
                line.repository(),
                line.branch(),
                line.command());
    }

    /** Returns reports, the newest first. */
    static List<Report> find(Connection connection, Wanted wanted) throws SQLException {
        StringBuilder sql = new StringBuilder(SELECT).append(" WHERE 1 = 1");
        List<Object> arguments = new ArrayList<>();
        filter(sql, arguments, "repository = ?", wanted.repository());
        filter(sql, arguments, "branch = ?", wanted.branch());
        filter(sql, arguments, "command = ?", wanted.command());
        if (wanted.before().isPresent()) {
            filter(sql, arguments, "id < ?", Optional.of(wanted.before().getAsLong()));
        }
        if (wanted.latest()) {
            sql.append(" AND id IN (SELECT MAX(id) FROM reports GROUP BY repository, branch, command)");
        }
        sql.append(" ORDER BY id DESC LIMIT ?");
        arguments.add(wanted.limit());
        return Sql.all(connection, sql.toString(), Reports::report, arguments.toArray());
    }

    private static void filter(StringBuilder sql, List<Object> arguments, String condition, Optional<?> value) {
        if (value.isPresent()) {
            sql.append(" AND ").append(condition);
            arguments.add(value.get());
        }
    }

    static void removeBefore(Connection connection, Instant moment) throws SQLException {
        Sql.update(connection, "DELETE FROM reports WHERE received_at < ?", Timestamps.text(moment));
    }

    /** Removes the oldest beyond a number. */
    static void keep(Connection connection, long most) throws SQLException {
        Sql.update(
                connection,
                "DELETE FROM reports WHERE id <= (SELECT id FROM reports ORDER BY id DESC LIMIT 1 OFFSET ?)",
                most);
    }

    private static Report report(ResultSet row) throws SQLException {
        return new Report(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                new Report.Line(row.getString(4), row.getString(5), row.getString(6)),
                row.getString(7),
                ReportContent.of(row.getString(8)));
    }
}

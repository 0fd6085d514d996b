package io.envdrift.server.api.envsync;

import io.envdrift.json.JsonWriter;
import io.envdrift.server.pipeline.JsonColumn;
import io.envdrift.server.store.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The table of versions. */
final class Versions {
    private static final int MAX_LISTED = 50;

    private static final String COLUMNS = "v.version, v.ciphertext, v.key_names, v.pushed_by, v.pushed_at";

    private Versions() {}

    /**
     * A version.
     *
     * @param pushedAt ISO-8601 in UTC
     */
    record Version(long number, String ciphertext, List<String> keyNames, String pushedBy, String pushedAt) {
        /** Shows no ciphertext. */
        @Override
        public String toString() {
            return "Version[" + number + "]";
        }
    }

    /** Finds the newest version of a branch. */
    static Optional<Version> newest(Connection connection, String project, String branch) throws SQLException {
        return Sql.first(
                connection,
                "SELECT " + COLUMNS + " FROM envsync_projects p JOIN envsync_branches b ON b.project_id = p.id"
                        + " JOIN envsync_versions v ON v.branch_id = b.id AND v.version = b.latest_version"
                        + " WHERE p.name = ? AND b.name = ?",
                row -> version(row, 1),
                project,
                branch);
    }

    /** Finds a version of a branch. */
    static Optional<Version> find(Connection connection, String branchId, long number) throws SQLException {
        return Sql.first(
                connection,
                "SELECT " + COLUMNS + " FROM envsync_versions v WHERE v.branch_id = ? AND v.version = ?",
                row -> version(row, 1),
                branchId,
                number);
    }

    /** Returns the newest versions of a branch, newest first, 50 at most. */
    static List<Version> all(Connection connection, String branchId) throws SQLException {
        return Sql.all(
                connection,
                "SELECT " + COLUMNS + " FROM envsync_versions v WHERE v.branch_id = ? ORDER BY v.version DESC LIMIT "
                        + MAX_LISTED,
                row -> version(row, 1),
                branchId);
    }

    /**
     * Adds a version.
     *
     * @param names as {@link #json} writes them
     */
    static void add(
            Connection connection,
            String branchId,
            long number,
            String ciphertext,
            String names,
            String by,
            Instant now)
            throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO envsync_versions (branch_id, version, ciphertext, key_names, pushed_by, pushed_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?)",
                branchId,
                number,
                ciphertext,
                names,
                by,
                Times.text(now));
    }

    /** Removes the versions up to one, and returns how many bytes they took. */
    static long removeUpTo(Connection connection, String branchId, long number) throws SQLException {
        long bytes = Sql.number(
                connection,
                "SELECT COALESCE(SUM(LENGTH(ciphertext) + LENGTH(key_names)), 0) FROM envsync_versions"
                        + " WHERE branch_id = ? AND version <= ?",
                branchId,
                number);
        Sql.update(connection, "DELETE FROM envsync_versions WHERE branch_id = ? AND version <= ?", branchId, number);
        return bytes;
    }

    static Version version(ResultSet row, int first) throws SQLException {
        return new Version(
                row.getLong(first),
                row.getString(first + 1),
                JsonColumn.texts(row, first + 2),
                row.getString(first + 3),
                row.getString(first + 4));
    }

    /** Returns key names as they are stored: a JSON list. */
    static String json(List<String> names) {
        return JsonWriter.text(names);
    }
}

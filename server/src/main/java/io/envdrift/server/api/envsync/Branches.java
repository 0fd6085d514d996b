package io.envdrift.server.api.envsync;

import io.envdrift.server.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** The table of branches, which also counts their versions and bytes. */
final class Branches {
    private Branches() {}

    /** Returns the id of a branch. */
    static Optional<String> find(Connection connection, String project, String branch) throws SQLException {
        return Sql.first(
                connection,
                "SELECT b.id FROM envsync_branches b JOIN envsync_projects p ON p.id = b.project_id"
                        + " WHERE p.name = ? AND b.name = ?",
                row -> row.getString(1),
                project,
                branch);
    }

    /** Adds a branch unless it is there, and returns its id. */
    static String ensure(Connection connection, String projectId, String name, Instant now) throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO envsync_branches (id, project_id, name, created_at) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (project_id, name) DO NOTHING",
                UUID.randomUUID().toString(),
                projectId,
                name,
                Times.text(now));
        return Sql.first(
                        connection,
                        "SELECT id FROM envsync_branches WHERE project_id = ? AND name = ?",
                        row -> row.getString(1),
                        projectId,
                        name)
                .orElseThrow();
    }

    /**
     * Counts one version more; other transactions that do so wait for this one.
     *
     * @param expected the version there must be now, if it matters
     * @return the number of the new version, or nothing when another version is the current one
     */
    static OptionalLong countUp(Connection connection, String id, OptionalLong expected, long bytes)
            throws SQLException {
        String sql = "UPDATE envsync_branches SET latest_version = latest_version + 1, stored_bytes = stored_bytes + ?"
                + " WHERE id = ?" + (expected.isPresent() ? " AND latest_version = ?" : "")
                + " RETURNING latest_version";
        Object[] arguments =
                expected.isPresent() ? new Object[] {bytes, id, expected.getAsLong()} : new Object[] {bytes, id};
        Optional<Long> version = Sql.first(connection, sql, row -> row.getLong(1), arguments);
        return version.isPresent() ? OptionalLong.of(version.get()) : OptionalLong.empty();
    }

    /** Counts bytes that were removed. */
    static void countDown(Connection connection, String id, long bytes) throws SQLException {
        Sql.update(connection, "UPDATE envsync_branches SET stored_bytes = stored_bytes - ? WHERE id = ?", bytes, id);
    }

    /** Returns how many bytes all versions of all branches of a project take. */
    static long storedBytes(Connection connection, String projectId) throws SQLException {
        return Sql.number(
                connection,
                "SELECT COALESCE(SUM(stored_bytes), 0) FROM envsync_branches WHERE project_id = ?",
                projectId);
    }

    /** Returns a project's branches with their newest versions, by name. */
    static List<Listed> all(Connection connection, String project) throws SQLException {
        return Sql.all(
                connection,
                "SELECT b.name, v.version, v.ciphertext, v.key_names, v.pushed_by, v.pushed_at"
                        + " FROM envsync_branches b JOIN envsync_projects p ON p.id = b.project_id"
                        + " JOIN envsync_versions v ON v.branch_id = b.id AND v.version = b.latest_version"
                        + " WHERE p.name = ? ORDER BY b.name",
                row -> new Listed(row.getString(1), Versions.version(row, 2)),
                project);
    }

    /** A branch and its newest version. */
    record Listed(String branch, Versions.Version newest) {}

    /** Removes a branch with its versions; returns false when there is none. */
    static boolean remove(Connection connection, String project, String branch) throws SQLException {
        Optional<String> id = find(connection, project, branch);
        return id.isPresent() && Sql.update(connection, "DELETE FROM envsync_branches WHERE id = ?", id.get()) == 1;
    }
}

package io.envdrift.server.api.vaultenv;

import io.envdrift.server.store.Sql;
import io.envdrift.server.store.Timestamps;
import io.envdrift.vaultenv.protocol.EnvironmentList;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** The table of environments, which also counts their versions and bytes. */
final class Environments {
    private Environments() {}

    /**
     * An environment.
     *
     * @param latestVersion 0 when nothing was stored yet
     */
    record Environment(String id, long latestVersion) {}

    /** Adds an environment unless it is there. */
    static void ensure(Connection connection, String projectId, String name, Instant now) throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO environments (id, project_id, name, created_at) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (project_id, name) DO NOTHING",
                UUID.randomUUID().toString(),
                projectId,
                name,
                Timestamps.text(now));
    }

    /** Finds an environment. */
    static Optional<Environment> find(Connection connection, String projectId, String name) throws SQLException {
        return Sql.first(
                connection,
                "SELECT id, latest_version FROM environments WHERE project_id = ? AND name = ?",
                row -> new Environment(row.getString(1), row.getLong(2)),
                projectId,
                name);
    }

    /** Returns a project's environments, by name. */
    static List<EnvironmentList.Entry> all(Connection connection, String projectId) throws SQLException {
        return Sql.all(
                connection,
                "SELECT name, latest_version FROM environments WHERE project_id = ? ORDER BY name",
                row -> new EnvironmentList.Entry(row.getString(1), row.getLong(2)),
                projectId);
    }

    /**
     * Counts one version more; other transactions that do so wait for this one.
     *
     * @param expected the version there must be now, if it matters
     * @return the number of the new version, or nothing when another version is the current one
     */
    static OptionalLong countUp(Connection connection, String id, OptionalLong expected, long bytes)
            throws SQLException {
        String sql = "UPDATE environments SET latest_version = latest_version + 1, stored_bytes = stored_bytes + ?"
                + " WHERE id = ?" + (expected.isPresent() ? " AND latest_version = ?" : "")
                + " RETURNING latest_version";
        Object[] arguments =
                expected.isPresent() ? new Object[] {bytes, id, expected.getAsLong()} : new Object[] {bytes, id};
        Optional<Long> version = Sql.first(connection, sql, row -> row.getLong(1), arguments);
        return version.isPresent() ? OptionalLong.of(version.get()) : OptionalLong.empty();
    }

    /** Counts bytes that were removed. */
    static void countDown(Connection connection, String id, long bytes) throws SQLException {
        Sql.update(connection, "UPDATE environments SET stored_bytes = stored_bytes - ? WHERE id = ?", bytes, id);
    }

    /** Returns how many bytes all versions of all environments of a project take. */
    static long storedBytes(Connection connection, String projectId) throws SQLException {
        return Sql.number(
                connection, "SELECT COALESCE(SUM(stored_bytes), 0) FROM environments WHERE project_id = ?", projectId);
    }
}

package io.envdrift.server.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * A table of the places where a project's versions are stored (environments, branches), which counts versions and bytes. Its
 * columns: {@code id}, {@code project_id}, {@code name}, {@code created_at}, {@code latest_version} (0 at first) and {@code
 * stored_bytes}; project and name are unique together.
 */
public final class VersionCounter {
    private final String insert;
    private final String next;
    private final String less;
    private final String sum;

    /**
     * Describes a table.
     *
     * @param table its name, which goes into statements as it is
     */
    public VersionCounter(String table) {
        insert = "INSERT INTO " + table + " (id, project_id, name, created_at) VALUES (?, ?, ?, ?)"
                + " ON CONFLICT (project_id, name) DO NOTHING";
        next = "UPDATE " + table + " SET latest_version = latest_version + 1, stored_bytes = stored_bytes + ?"
                + " WHERE id = ?";
        less = "UPDATE " + table + " SET stored_bytes = stored_bytes - ? WHERE id = ?";
        sum = "SELECT COALESCE(SUM(stored_bytes), 0) FROM " + table + " WHERE project_id = ?";
    }

    /** Adds a place unless it is there. */
    public void ensure(Connection connection, String projectId, String name, String createdAt) throws SQLException {
        Sql.update(connection, insert, UUID.randomUUID().toString(), projectId, name, createdAt);
    }

    /**
     * Counts one version more; other transactions that do so wait for this one.
     *
     * @param expected the version there must be now, if it matters
     * @param bytes how many the version takes
     * @return the number of the new version, or nothing when another version is the current one
     */
    public OptionalLong countUp(Connection connection, String id, OptionalLong expected, long bytes)
            throws SQLException {
        String returning = " RETURNING latest_version";
        Optional<Long> version = expected.isPresent()
                ? Sql.first(
                        connection,
                        next + " AND latest_version = ?" + returning,
                        row -> row.getLong(1),
                        bytes,
                        id,
                        expected.getAsLong())
                : Sql.first(connection, next + returning, row -> row.getLong(1), bytes, id);
        return version.isPresent() ? OptionalLong.of(version.get()) : OptionalLong.empty();
    }

    /** Counts bytes that were removed. */
    public void countDown(Connection connection, String id, long bytes) throws SQLException {
        Sql.update(connection, less, bytes, id);
    }

    /** Returns how many bytes all versions of a project take. */
    public long storedBytes(Connection connection, String projectId) throws SQLException {
        return Sql.number(connection, sum, projectId);
    }
}

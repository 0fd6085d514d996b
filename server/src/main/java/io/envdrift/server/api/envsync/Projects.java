package io.envdrift.server.api.envsync;

import io.envdrift.server.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The table of projects. */
final class Projects {
    private Projects() {}

    /** Returns the id of a project. */
    static Optional<String> find(Connection connection, String name) throws SQLException {
        return Sql.first(connection, "SELECT id FROM envsync_projects WHERE name = ?", row -> row.getString(1), name);
    }

    static long count(Connection connection) throws SQLException {
        return Sql.number(connection, "SELECT COUNT(*) FROM envsync_projects");
    }

    /** Adds a project unless it is there, and returns its id. */
    static String ensure(Connection connection, String name, Instant now) throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO envsync_projects (id, name, created_at) VALUES (?, ?, ?) ON CONFLICT (name) DO NOTHING",
                UUID.randomUUID().toString(),
                name,
                Times.text(now));
        return find(connection, name).orElseThrow();
    }

    /** Removes a project with all its branches, versions and invites; returns false when there is none. */
    static boolean remove(Connection connection, String name) throws SQLException {
        Sql.update(connection, "DELETE FROM envsync_invites WHERE project = ?", name);
        return Sql.update(connection, "DELETE FROM envsync_projects WHERE name = ?", name) == 1;
    }
}

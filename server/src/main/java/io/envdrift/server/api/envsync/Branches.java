package io.envdrift.server.api.envsync;

import io.envdrift.server.store.Sql;
import io.envdrift.server.store.VersionCounter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The table of branches. */
final class Branches {
    /** Counts the versions and bytes of each. */
    static final VersionCounter COUNTER = new VersionCounter("envsync_branches");

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

package io.envdrift.server.api.envsync;

import io.envdrift.server.store.Sql;
import io.envdrift.server.store.VersionCounter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The table of branches. */
final class Branches {
    /** Counts the versions and bytes of each. */
    static final VersionCounter COUNTER = new VersionCounter("envsync_branches");

    private static final String COUNT_UP =
            "UPDATE envsync_branches SET latest_version = latest_version + 1, stored_bytes = stored_bytes + ?"
                    + " WHERE name = ? AND project_id = (SELECT id FROM envsync_projects WHERE name = ?)";
    private static final String COUNTED = " RETURNING id, latest_version";

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

    /**
     * A branch that was counted up.
     *
     * @param version the number of its new version
     */
    record Counted(String id, long version) {}

    /**
     * Counts one version of a branch more; other transactions that do so wait for this one.
     *
     * @param expected the version there must be now, if it matters
     * @param bytes how many the version takes
     * @return nothing when there is no such branch, or another version is the current one
     */
    static Optional<Counted> countUp(
            Connection connection, String project, String branch, OptionalLong expected, long bytes)
            throws SQLException {
        return expected.isPresent()
                ? Sql.first(
                        connection,
                        COUNT_UP + " AND latest_version = ?" + COUNTED,
                        Branches::counted,
                        bytes,
                        branch,
                        project,
                        expected.getAsLong())
                : Sql.first(connection, COUNT_UP + COUNTED, Branches::counted, bytes, branch, project);
    }

    private static Counted counted(ResultSet row) throws SQLException {
        return new Counted(row.getString(1), row.getLong(2));
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

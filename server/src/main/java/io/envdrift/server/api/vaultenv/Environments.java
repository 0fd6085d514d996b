package io.envdrift.server.api.vaultenv;

import io.envdrift.server.store.Sql;
import io.envdrift.server.store.VersionCounter;
import io.envdrift.vaultenv.protocol.EnvironmentList;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The table of environments. */
final class Environments {
    /** Counts the versions and bytes of each. */
    static final VersionCounter COUNTER = new VersionCounter("environments");

    private Environments() {}

    /**
     * An environment.
     *
     * @param latestVersion 0 when nothing was stored yet
     */
    record Environment(String id, long latestVersion) {}

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
}

package io.envdrift.server.api.vaultenv;

import io.envdrift.server.pipeline.Reply;
import io.envdrift.server.store.CachedRead;
import io.envdrift.server.store.ReadCache;
import io.envdrift.server.store.Sql;
import io.envdrift.server.store.Timestamps;
import io.envdrift.vaultenv.protocol.PulledSecrets;
import io.envdrift.vaultenv.protocol.VersionList;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The table of stored versions. */
final class Versions {
    private static final int MAX_LISTED = 50;

    private Versions() {}

    /** Adds a version. */
    static void add(
            Connection connection,
            String environmentId,
            long version,
            String blob,
            Optional<String> changedKeys,
            Instant now)
            throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO secret_versions (environment_id, version, encrypted_blob, changed_keys, created_at)"
                        + " VALUES (?, ?, ?, ?, ?)",
                environmentId,
                version,
                blob,
                changedKeys.orElse(null),
                Timestamps.text(now));
    }

    /**
     * The latest version of an environment.
     *
     * @param pulled what answers a pull; nothing when nothing was stored yet
     */
    record Latest(String environmentId, long version, Optional<Reply> pulled) {
        private static Latest of(ResultSet row) throws SQLException {
            long version = row.getLong(2);
            return new Latest(
                    row.getString(1),
                    version,
                    Optional.ofNullable(row.getString(3))
                            .map(blob -> Reply.ok(new PulledSecrets(blob, version).members())));
        }
    }

    /** Finds the latest version of an environment, if there is that environment. */
    static Optional<Latest> latest(Connection connection, String projectId, String environment) throws SQLException {
        return ReadCache.get(connection, new LatestOf(projectId, environment));
    }

    private record LatestOf(String projectId, String environment) implements CachedRead<Optional<Latest>> {
        @Override
        public Optional<Latest> read(Connection connection) throws SQLException {
            return Sql.first(
                    connection,
                    "SELECT e.id, e.latest_version, v.encrypted_blob FROM environments e LEFT JOIN secret_versions v"
                            + " ON v.environment_id = e.id AND v.version = e.latest_version"
                            + " WHERE e.project_id = ? AND e.name = ?",
                    Latest::of,
                    projectId,
                    environment);
        }

        @Override
        public int size(Optional<Latest> found) {
            return found.flatMap(Latest::pulled)
                            .map(pulled -> pulled.body().length)
                            .orElse(0)
                    + environment.length();
        }
    }

    /** Returns the blob of a version. */
    static Optional<String> blob(Connection connection, String environmentId, long version) throws SQLException {
        return Sql.first(
                connection,
                "SELECT encrypted_blob FROM secret_versions WHERE environment_id = ? AND version = ?",
                row -> row.getString(1),
                environmentId,
                version);
    }

    /** Returns when a version was stored. */
    static Optional<String> createdAt(Connection connection, String environmentId, long version) throws SQLException {
        return Sql.first(
                connection,
                "SELECT created_at FROM secret_versions WHERE environment_id = ? AND version = ?",
                row -> row.getString(1),
                environmentId,
                version);
    }

    /** Returns the newest versions, newest first, 50 at most. */
    static List<VersionList.Entry> newest(Connection connection, String environmentId) throws SQLException {
        return Sql.all(
                connection,
                "SELECT version, changed_keys, created_at FROM secret_versions WHERE environment_id = ?"
                        + " ORDER BY version DESC LIMIT " + MAX_LISTED,
                row -> new VersionList.Entry(row.getLong(1), Optional.ofNullable(row.getString(2)), row.getString(3)),
                environmentId);
    }

    /** Removes the versions up to one, and returns how many bytes they took. */
    static long removeUpTo(Connection connection, String environmentId, long version) throws SQLException {
        long bytes = Sql.number(
                connection,
                "SELECT COALESCE(SUM(LENGTH(encrypted_blob)), 0) FROM secret_versions"
                        + " WHERE environment_id = ? AND version <= ?",
                environmentId,
                version);
        Sql.update(
                connection,
                "DELETE FROM secret_versions WHERE environment_id = ? AND version <= ?",
                environmentId,
                version);
        return bytes;
    }
}

package io.envdrift.server.api.levels;

import io.envdrift.levels.protocol.Custody;
import io.envdrift.levels.protocol.KeyParameters;
import io.envdrift.levels.protocol.ProofKind;
import io.envdrift.server.store.Sql;
import io.envdrift.server.store.Timestamps;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The table of keys. */
final class Keys {
    private static final String COLUMNS =
            "id, project_id, version, managed, sealed, proof, salt, rounds, hint, created_at, rotated_at";

    private Keys() {}

    /**
     * A version of a project's key.
     *
     * @param sealed the key itself where the server manages it, the digest of its proof where the clients do
     * @param rotatedAt when another key took its place
     */
    record Key(
            long id,
            String project,
            long version,
            Custody custody,
            String sealed,
            ProofKind proof,
            KeyParameters parameters,
            Optional<String> hint,
            String createdAt,
            Optional<String> rotatedAt) {
        boolean isClientManaged() {
            return custody == Custody.CLIENT;
        }

        /** Shows neither key nor digest. */
        @Override
        public String toString() {
            return custody.word() + "-managed key " + version;
        }
    }

    static Optional<Key> find(Connection connection, String project, long version) throws SQLException {
        return Sql.first(
                connection,
                "SELECT " + COLUMNS + " FROM levels_keys WHERE project_id = ? AND version = ?",
                Keys::key,
                project,
                version);
    }

    /** Returns a version that is there, as the other tables say. */
    static Key require(Connection connection, String project, long version) throws SQLException {
        return find(connection, project, version)
                .orElseThrow(() -> new SQLException("a project lacks version " + version + " of its key"));
    }

    /** Returns all versions of a project's key, the newest first. */
    static List<Key> all(Connection connection, String project) throws SQLException {
        return Sql.all(
                connection,
                "SELECT " + COLUMNS + " FROM levels_keys WHERE project_id = ? ORDER BY version DESC",
                Keys::key,
                project);
    }

    /** Returns all keys of all projects. */
    static List<Key> all(Connection connection) throws SQLException {
        return Sql.all(connection, "SELECT " + COLUMNS + " FROM levels_keys ORDER BY id", Keys::key);
    }

    /** Adds a version; the id in the record does not matter. Returns the id. */
    static long add(Connection connection, Key key) throws SQLException {
        return Sql.first(
                        connection,
                        "INSERT INTO levels_keys (project_id, version, managed, sealed, proof, salt, rounds, hint,"
                                + " created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
                        row -> row.getLong(1),
                        key.project(),
                        key.version(),
                        key.custody().word(),
                        key.sealed(),
                        key.proof().word(),
                        Base64.getEncoder().encodeToString(key.parameters().salt()),
                        (long) key.parameters().rounds(),
                        key.hint().orElse(null),
                        key.createdAt())
                .orElseThrow();
    }

    static void retire(Connection connection, long id, Instant now) throws SQLException {
        Sql.update(connection, "UPDATE levels_keys SET rotated_at = ? WHERE id = ?", Timestamps.text(now), id);
    }

    static void reseal(Connection connection, long id, String sealed) throws SQLException {
        Sql.update(connection, "UPDATE levels_keys SET sealed = ? WHERE id = ?", sealed, id);
    }

    /** Makes a key that the server managed one of which it keeps the digest of the proof only. */
    static void drop(Connection connection, long id, String sealedProof) throws SQLException {
        Sql.update(connection, "UPDATE levels_keys SET managed = 'client', sealed = ? WHERE id = ?", sealedProof, id);
    }

    static void remove(Connection connection, long id) throws SQLException {
        Sql.update(connection, "DELETE FROM levels_keys WHERE id = ?", id);
    }

    /** Returns when the keys of the last hour were made, the oldest first; the first key of a project is no rotation. */
    static List<String> rotations(Connection connection, String project, Instant now) throws SQLException {
        return Sql.all(
                connection,
                "SELECT created_at FROM levels_keys WHERE project_id = ? AND version > 1 AND created_at > ?"
                        + " ORDER BY created_at",
                row -> row.getString(1),
                project,
                Timestamps.text(now.minus(Duration.ofHours(1))));
    }

    private static Key key(ResultSet row) throws SQLException {
        return new Key(
                row.getLong(1),
                row.getString(2),
                row.getLong(3),
                Custody.of(row.getString(4)),
                row.getString(5),
                ProofKind.of(row.getString(6)),
                new KeyParameters(Base64.getDecoder().decode(row.getString(7)), row.getInt(8)),
                Optional.ofNullable(row.getString(9)),
                row.getString(10),
                Optional.ofNullable(row.getString(11)));
    }
}

package io.envdrift.server.api.vaultenv;

import io.envdrift.server.store.CachedRead;
import io.envdrift.server.store.ReadCache;
import io.envdrift.server.store.Sql;
import io.envdrift.server.store.Timestamps;
import io.envdrift.vaultenv.protocol.DeviceStatus;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table of projects. */
final class Projects {
    private Projects() {}

    /** Returns the number of projects. */
    static long count(Connection connection) throws SQLException {
        return Sql.number(connection, "SELECT COUNT(*) FROM projects");
    }

    /** Adds a project without a key, and returns its id. */
    static String add(Connection connection, String name, boolean strict, String setupTokenHash, Instant now)
            throws SQLException {
        String id = UUID.randomUUID().toString();
        Sql.update(
                connection,
                "INSERT INTO projects (id, name, created_at, strict, setup_token_hash) VALUES (?, ?, ?, ?, ?)",
                id,
                name,
                Timestamps.text(now),
                strict ? 1 : 0,
                setupTokenHash);
        return id;
    }

    /** Returns what a project is called. */
    static Optional<String> name(Connection connection, String id) throws SQLException {
        return Sql.first(connection, "SELECT name FROM projects WHERE id = ?", row -> row.getString(1), id);
    }

    /** Finds a project. */
    static Optional<StoredProject> find(Connection connection, String id) throws SQLException {
        return Sql.first(
                connection,
                "SELECT id, key_hash, strict FROM projects WHERE id = ?",
                row -> new StoredProject(row.getString(1), row.getString(2), row.getInt(3) != 0),
                id);
    }

    /**
     * A project and one of its devices.
     *
     * @param device nothing when the project has no such device
     */
    record ProjectAndDevice(StoredProject project, Optional<Device> device) {}

    /** Finds a project together with the device of a hash: every signed call needs both. */
    static Optional<ProjectAndDevice> find(Connection connection, String id, Optional<String> deviceHash)
            throws SQLException {
        return ReadCache.get(connection, new Known(id, deviceHash));
    }

    private record Known(String id, Optional<String> deviceHash) implements CachedRead<Optional<ProjectAndDevice>> {
        @Override
        public Optional<ProjectAndDevice> read(Connection connection) throws SQLException {
            return Sql.first(
                    connection,
                    "SELECT p.id, p.key_hash, p.strict, d.id, d.status FROM projects p LEFT JOIN devices d"
                            + " ON d.project_id = p.id AND d.device_hash = ? WHERE p.id = ?",
                    row -> new ProjectAndDevice(
                            new StoredProject(row.getString(1), row.getString(2), row.getInt(3) != 0),
                            device(row.getString(4), row.getString(5))),
                    deviceHash.orElse(null),
                    id);
        }

        @Override
        public int size(Optional<ProjectAndDevice> found) {
            return id.length() + deviceHash.map(String::length).orElse(0);
        }
    }

    private static Optional<Device> device(@Nullable String id, @Nullable String status) {
        return id == null || status == null ? Optional.empty() : Optional.of(new Device(id, DeviceStatus.of(status)));
    }

    /** Makes other transactions that lock the same project wait for this one. */
    static void lock(Connection connection, String id) throws SQLException {
        Sql.update(connection, "UPDATE projects SET id = id WHERE id = ?", id);
    }

    /** Returns the hash of the token that sets the key, while the project has no key. */
    static Optional<String> setupTokenHash(Connection connection, String id) throws SQLException {
        return Sql.first(
                        connection,
                        "SELECT setup_token_hash FROM projects WHERE id = ?",
                        row -> Optional.ofNullable(row.getString(1)),
                        id)
                .flatMap(hash -> hash);
    }

    /** Sets the sealed key of a project that has none; returns false when it has one. */
    static boolean setKey(Connection connection, String id, String sealedKey) throws SQLException {
        return Sql.update(
                        connection,
                        "UPDATE projects SET key_hash = ?, setup_token_hash = NULL WHERE id = ? AND key_hash = ''",
                        sealedKey,
                        id)
                == 1;
    }

    /** Removes projects that were made before a moment and never got a key; returns how many. */
    static int removeUnkeyed(Connection connection, Instant before) throws SQLException {
        return Sql.update(
                connection, "DELETE FROM projects WHERE key_hash = '' AND created_at < ?", Timestamps.text(before));
    }

    /** Returns the projects that have a key. */
    static List<StoredProject> keyed(Connection connection) throws SQLException {
        return Sql.all(
                connection,
                "SELECT id, key_hash, strict FROM projects WHERE key_hash <> ''",
                row -> new StoredProject(row.getString(1), row.getString(2), row.getInt(3) != 0));
    }

    /** Replaces a sealed key by the same key sealed otherwise. */
    static void reseal(Connection connection, String id, String sealedKey) throws SQLException {
        Sql.update(connection, "UPDATE projects SET key_hash = ? WHERE id = ?", sealedKey, id);
    }
}

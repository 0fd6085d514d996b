package io.envdrift.server.api.levels;

import io.envdrift.crypto.Sha256;
import io.envdrift.server.store.Sql;
import io.envdrift.server.store.Timestamps;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The table of levels that were encrypted again for a rotation that has not ended yet. They are kept by the digest of the
 * rotation's token, so that two rotations, which have two keys, are never mixed.
 */
final class RotationParts {
    /** How long a rotation may take. */
    static final Duration LIFE = Duration.ofHours(1);

    private RotationParts() {}

    /**
     * Keeps blobs by the id of their level; those of other rotations of the project go.
     *
     * @return how many levels the rotation has now
     */
    static long keep(Connection connection, String project, String token, Map<Long, String> contents, Instant now)
            throws SQLException {
        String rotation = Sha256.hex(token);
        Sql.update(
                connection,
                "DELETE FROM levels_rotation_parts WHERE project_id = ? AND rotation <> ?",
                project,
                rotation);
        for (Map.Entry<Long, String> each : contents.entrySet()) {
            Sql.update(
                    connection,
                    "INSERT INTO levels_rotation_parts (rotation, node_id, project_id, content, created_at)"
                            + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (rotation, node_id)"
                            + " DO UPDATE SET content = excluded.content",
                    rotation,
                    each.getKey(),
                    project,
                    each.getValue(),
                    Timestamps.text(now));
        }
        return Sql.number(connection, "SELECT COUNT(*) FROM levels_rotation_parts WHERE rotation = ?", rotation);
    }

    /** Returns how many characters the blobs of a project take. */
    static long storedBytes(Connection connection, String project) throws SQLException {
        return Sql.number(
                connection,
                "SELECT COALESCE(SUM(LENGTH(content)), 0) FROM levels_rotation_parts WHERE project_id = ?",
                project);
    }

    /** Returns the blobs of a rotation by the id of their level, and removes all that the project has. */
    static Map<Long, String> take(Connection connection, String project, String token) throws SQLException {
        Map<Long, String> contents = new LinkedHashMap<>();
        record Row(long node, String content) {}
        Sql.all(
                        connection,
                        "SELECT node_id, content FROM levels_rotation_parts WHERE project_id = ? AND rotation = ?",
                        row -> new Row(row.getLong(1), row.getString(2)),
                        project,
                        Sha256.hex(token))
                .forEach(row -> contents.put(row.node(), row.content()));
        Sql.update(connection, "DELETE FROM levels_rotation_parts WHERE project_id = ?", project);
        return contents;
    }

    /** Removes what a rotation left that never ended. */
    static void clean(Connection connection, Instant now) throws SQLException {
        Sql.update(
                connection, "DELETE FROM levels_rotation_parts WHERE created_at < ?", Timestamps.text(now.minus(LIFE)));
    }
}

package io.envdrift.server.api.levels;

import io.envdrift.levels.protocol.LevelPath;
import io.envdrift.server.store.Sql;
import io.envdrift.server.store.Timestamps;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The table of levels: a project's own, its targets' and their environments'. */
final class Nodes {
    private static final String COLUMNS = "n.id, n.path, n.name, n.description, n.status, n.production, n.content,"
            + " n.encrypted, n.version, n.key_version, n.variable_count, n.created_at, n.updated_at";

    private static final String ENCRYPTED = " WHERE n.project_id = ? AND n.content IS NOT NULL AND n.encrypted = 1";

    private Nodes() {}

    /**
     * A level.
     *
     * @param path below the project, empty for the project itself
     * @param content nothing when there is none (any more)
     * @param version of the content, counted from 1; 0 before the first one
     * @param keyVersion which key encrypted the content
     */
    record Node(
            long id,
            String path,
            String name,
            Optional<String> description,
            Optional<String> status,
            boolean production,
            Optional<String> content,
            boolean encrypted,
            long version,
            long keyVersion,
            OptionalLong variableCount,
            String createdAt,
            String updatedAt) {
        /** Returns the last slug; empty for the project itself. */
        String slug() {
            return path.substring(path.lastIndexOf('/') + 1);
        }

        /** Shows no content. */
        @Override
        public String toString() {
            return "level " + path;
        }
    }

    /** What a level is to hold from now on. */
    record Content(Optional<String> text, boolean encrypted, long keyVersion, OptionalLong variableCount) {
        /** Shows no text. */
        @Override
        public String toString() {
            return "content";
        }
    }

    static Optional<Node> find(Connection connection, String project, String path) throws SQLException {
        return Sql.first(
                connection,
                "SELECT " + COLUMNS + " FROM levels_nodes n WHERE n.project_id = ? AND n.path = ?",
                Nodes::node,
                project,
                path);
    }

    /**
     * Finds a level.
     *
     * @throws Refused 404 when there is none
     */
    static Node require(Connection connection, String project, LevelPath level) throws SQLException {
        return find(connection, project, Paths.below(level))
                .orElseThrow(() -> Refused.notFound(level.kind().word()));
    }

    /** Returns the levels directly below one, by slug. */
    static List<Node> children(Connection connection, String project, LevelPath level) throws SQLException {
        String start = start(level);
        return Sql.all(
                connection,
                "SELECT " + COLUMNS + " FROM levels_nodes n WHERE n.project_id = ? AND n.path LIKE ?"
                        + " AND n.path NOT LIKE ? AND n.path <> '' ORDER BY n.path",
                Nodes::node,
                project,
                start + "%",
                start + "%/%");
    }

    /** Returns a level with all below it, by path. */
    static List<Node> subtree(Connection connection, String project, LevelPath level) throws SQLException {
        return Sql.all(
                connection,
                "SELECT " + COLUMNS + " FROM levels_nodes n WHERE n.project_id = ? AND (n.path = ? OR n.path LIKE ?)"
                        + " ORDER BY n.path",
                Nodes::node,
                project,
                Paths.below(level),
                start(level) + "%");
    }

    /** Returns all levels of a project, by path. */
    static List<Node> all(Connection connection, String project) throws SQLException {
        return Sql.all(
                connection,
                "SELECT " + COLUMNS + " FROM levels_nodes n WHERE n.project_id = ? ORDER BY n.path",
                Nodes::node,
                project);
    }

    /** An encrypted content without itself. */
    record Size(long id, long characters) {}

    /** Returns how large the encrypted contents of a project are, by the id of their level. */
    static List<Size> encryptedSizes(Connection connection, String project) throws SQLException {
        return Sql.all(
                connection,
                "SELECT n.id, LENGTH(n.content) FROM levels_nodes n" + ENCRYPTED + " ORDER BY n.id",
                row -> new Size(row.getLong(1), row.getLong(2)),
                project);
    }

    /** Returns the levels of a project that have encrypted content, by id, from after one up to another. */
    static List<Node> encrypted(Connection connection, String project, long after, long last) throws SQLException {
        return Sql.all(
                connection,
                "SELECT " + COLUMNS + " FROM levels_nodes n" + ENCRYPTED + " AND n.id > ? AND n.id <= ? ORDER BY n.id",
                Nodes::node,
                project,
                after,
                last);
    }

    /** Adds a level without content; returns nothing when the path is taken. */
    static Optional<Node> add(
            Connection connection,
            String project,
            String path,
            String name,
            Optional<String> description,
            Optional<String> status,
            boolean production,
            Instant now)
            throws SQLException {
        return Sql.first(
                connection,
                "INSERT INTO levels_nodes AS n (project_id, path, name, description, status, production, created_at,"
                        + " updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (project_id, path) DO NOTHING"
                        + " RETURNING id, path, name, description, status, production, content, encrypted, version,"
                        + " key_version, variable_count, created_at, updated_at",
                Nodes::node,
                project,
                path,
                name,
                description.orElse(null),
                status.orElse(null),
                production ? 1 : 0,
                Timestamps.text(now),
                Timestamps.text(now));
    }

    /** Writes what may change of a level beside its content. */
    static void change(Connection connection, Node changed, Instant now) throws SQLException {
        Sql.update(
                connection,
                "UPDATE levels_nodes SET path = ?, name = ?, description = ?, status = ?, production = ?,"
                        + " updated_at = ? WHERE id = ?",
                changed.path(),
                changed.name(),
                changed.description().orElse(null),
                changed.status().orElse(null),
                changed.production() ? 1 : 0,
                Timestamps.text(now),
                changed.id());
    }

    static void move(Connection connection, long id, String path) throws SQLException {
        Sql.update(connection, "UPDATE levels_nodes SET path = ? WHERE id = ?", path, id);
    }

    /** Gives a level another content, and counts its version; the project is locked. */
    static void write(Connection connection, long id, Content content, Instant now) throws SQLException {
        OptionalLong count = content.variableCount();
        Sql.update(
                connection,
                "UPDATE levels_nodes SET content = ?, encrypted = ?, key_version = ?, variable_count = ?,"
                        + " version = version + 1, updated_at = ? WHERE id = ?",
                content.text().orElse(null),
                content.encrypted() ? 1 : 0,
                content.keyVersion(),
                count.isPresent() ? (Object) count.getAsLong() : null,
                Timestamps.text(now),
                id);
    }

    /** Says that the contents under one version of a key are under another one, which is the same key. */
    static void renumberKey(Connection connection, String project, long from, long to) throws SQLException {
        Sql.update(
                connection,
                "UPDATE levels_nodes SET key_version = ? WHERE project_id = ? AND key_version = ?",
                to,
                project,
                from);
    }

    /** Removes a level with all below it. */
    static void remove(Connection connection, String project, LevelPath level) throws SQLException {
        Sql.update(
                connection,
                "DELETE FROM levels_nodes WHERE project_id = ? AND (path = ? OR path LIKE ?)",
                project,
                Paths.below(level),
                start(level) + "%");
    }

    /** Slugs hold none of the characters that mean something to LIKE. */
    private static String start(LevelPath level) {
        String path = Paths.below(level);
        return path.isEmpty() ? "" : path + "/";
    }

    static Node node(ResultSet row) throws SQLException {
        return new Node(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                Optional.ofNullable(row.getString(4)),
                Optional.ofNullable(row.getString(5)),
                row.getInt(6) == 1,
                Optional.ofNullable(row.getString(7)),
                row.getInt(8) == 1,
                row.getLong(9),
                row.getLong(10),
                whole(row, 11),
                row.getString(12),
                row.getString(13));
    }

    static OptionalLong whole(ResultSet row, int column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(number);
    }
}

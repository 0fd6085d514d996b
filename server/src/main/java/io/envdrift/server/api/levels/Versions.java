package io.envdrift.server.api.levels;

import io.envdrift.server.api.levels.Nodes.Node;
import io.envdrift.server.store.Sql;
import io.envdrift.server.store.Timestamps;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The table of prior contents. */
final class Versions {
    private static final String COLUMNS = "v.id, v.node_id, n.path, p.id, p.slug, v.version, v.content, v.encrypted,"
            + " v.key_version, v.variable_count, v.action, v.created_at, v.created_by, v.creator";
    private static final String JOINED = " FROM levels_versions v JOIN levels_nodes n ON n.id = v.node_id"
            + " JOIN levels_projects p ON p.id = n.project_id";

    private Versions() {}

    /**
     * A prior content.
     *
     * @param path of its level below the project
     * @param number which it had as the level's current content
     * @param action what replaced it
     * @param by the id of the token that replaced it
     * @param creator the name of who replaced it
     */
    record Version(
            long id,
            long node,
            String path,
            String project,
            String projectSlug,
            long number,
            String content,
            boolean encrypted,
            long keyVersion,
            OptionalLong variableCount,
            String action,
            String createdAt,
            String by,
            String creator) {
        /** Shows no content. */
        @Override
        public String toString() {
            return "version " + id;
        }
    }

    /** Keeps a level's content before it is replaced; does nothing when there is none. */
    static void keep(Connection connection, Node node, String action, Caller by, Instant now) throws SQLException {
        if (node.content().isEmpty()) {
            return;
        }
        OptionalLong count = node.variableCount();
        Sql.update(
                connection,
                "INSERT INTO levels_versions (node_id, version, content, encrypted, key_version, variable_count,"
                        + " action, created_at, created_by, creator) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                node.id(),
                node.version(),
                node.content().get(),
                node.encrypted() ? 1 : 0,
                node.keyVersion(),
                count.isPresent() ? (Object) count.getAsLong() : null,
                action,
                Timestamps.text(now),
                by.id().orElse(by.name()),
                by.member().orElse(by.name()));
    }

    /** Finds a version of an organization. */
    static Optional<Version> find(Connection connection, String organization, long id) throws SQLException {
        return Sql.first(
                connection,
                "SELECT " + COLUMNS + JOINED + " WHERE p.organization_id = ? AND v.id = ?",
                Versions::version,
                organization,
                id);
    }

    /** Returns a part of a level's versions, the newest first. */
    static List<Version> page(Connection connection, long node, Page page) throws SQLException {
        return Sql.all(
                connection,
                "SELECT " + COLUMNS + JOINED + " WHERE v.node_id = ? ORDER BY v.id DESC LIMIT ? OFFSET ?",
                Versions::version,
                node,
                page.size(),
                page.offset());
    }

    static long count(Connection connection, long node) throws SQLException {
        return Sql.number(connection, "SELECT COUNT(*) FROM levels_versions WHERE node_id = ?", node);
    }

    /**
     * Returns encrypted versions of a project that are not under its active key, the oldest first.
     *
     * @param after versions of this id and before are left out
     */
    static List<Version> underOldKeys(Connection connection, String project, long active, long after, long limit)
            throws SQLException {
        return Sql.all(
                connection,
                "SELECT " + COLUMNS + JOINED
                        + " WHERE p.id = ? AND v.key_version <> ? AND v.encrypted = 1 AND v.id > ?"
                        + " ORDER BY v.id LIMIT ?",
                Versions::version,
                project,
                active,
                after,
                limit);
    }

    static long countUnderOldKeys(Connection connection, String project, long active) throws SQLException {
        return Sql.number(
                connection,
                "SELECT COUNT(*) FROM levels_versions v JOIN levels_nodes n ON n.id = v.node_id"
                        + " WHERE n.project_id = ? AND v.key_version <> ? AND v.encrypted = 1",
                project,
                active);
    }

    /** Tells whether a version of a project's key is needed for any encrypted version or level. */
    static boolean isKeyUsed(Connection connection, String project, long version) throws SQLException {
        return Sql.number(
                        connection,
                        "SELECT (SELECT COUNT(*) FROM levels_versions v JOIN levels_nodes n ON n.id = v.node_id"
                                + " WHERE n.project_id = ? AND v.key_version = ? AND v.encrypted = 1)"
                                + " + (SELECT COUNT(*) FROM levels_nodes WHERE project_id = ? AND key_version = ?"
                                + " AND encrypted = 1 AND content IS NOT NULL)",
                        project,
                        version,
                        project,
                        version)
                > 0;
    }

    static void reencrypt(Connection connection, long id, String content, long keyVersion) throws SQLException {
        Sql.update(
                connection,
                "UPDATE levels_versions SET content = ?, key_version = ? WHERE id = ?",
                content,
                keyVersion,
                id);
    }

    /** Says that the versions under one version of a key are under another one, which is the same key. */
    static void renumberKey(Connection connection, String project, long from, long to) throws SQLException {
        Sql.update(
                connection,
                "UPDATE levels_versions SET key_version = ? WHERE key_version = ? AND node_id IN"
                        + " (SELECT id FROM levels_nodes WHERE project_id = ?)",
                to,
                from,
                project);
    }

    static void remove(Connection connection, long id) throws SQLException {
        Sql.update(connection, "DELETE FROM levels_versions WHERE id = ?", id);
    }

    /** Removes all versions of a level; returns how many there were. */
    static int removeAll(Connection connection, long node) throws SQLException {
        return Sql.update(connection, "DELETE FROM levels_versions WHERE node_id = ?", node);
    }

    /** Removes all but the newest versions of a level. */
    static void trim(Connection connection, long node, long kept) throws SQLException {
        Sql.update(
                connection,
                "DELETE FROM levels_versions WHERE node_id = ? AND id <= (SELECT id FROM levels_versions"
                        + " WHERE node_id = ? ORDER BY id DESC LIMIT 1 OFFSET ?)",
                node,
                node,
                kept);
    }

    /** Returns how many characters a project's contents and versions take. */
    static long storedBytes(Connection connection, String project) throws SQLException {
        return Sql.number(
                connection,
                "SELECT (SELECT COALESCE(SUM(LENGTH(content)), 0) FROM levels_nodes WHERE project_id = ?)"
                        + " + (SELECT COALESCE(SUM(LENGTH(v.content)), 0) FROM levels_versions v"
                        + " JOIN levels_nodes n ON n.id = v.node_id WHERE n.project_id = ?)",
                project,
                project);
    }

    private static Version version(ResultSet row) throws SQLException {
        return new Version(
                row.getLong(1),
                row.getLong(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getLong(6),
                row.getString(7),
                row.getInt(8) == 1,
                row.getLong(9),
                Nodes.whole(row, 10),
                row.getString(11),
                row.getString(12),
                row.getString(13),
                row.getString(14));
    }
}

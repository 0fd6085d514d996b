package io.envdrift.server.api.levels;

import io.envdrift.levels.protocol.LevelPath;
import io.envdrift.server.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * The levels from a project's down to one, read by one statement.
 *
 * @param project the project's id
 * @param format of the texts
 * @param keyVersion of the project's active key
 */
record Reading(String project, String format, long keyVersion, List<Held> levels) {
    /** One level. */
    record Held(long id, String path, Optional<String> content, boolean encrypted, long version, long keyVersion) {
        /** Shows no content. */
        @Override
        public String toString() {
            return "level " + path;
        }
    }

    private record Row(String project, String format, long keyVersion, Held level) {}

    /**
     * Reads levels.
     *
     * @throws Refused 404 when one of them is missing, which is said of the deepest one that is asked for
     */
    static Reading of(Connection connection, String organization, LevelPath path) throws SQLException {
        List<String> wanted = path.levels().stream().map(Paths::below).toList();
        List<Row> rows = Sql.all(
                connection,
                "SELECT p.id, p.secret_format, p.key_version, n.id, n.path, n.content, n.encrypted, n.version,"
                        + " n.key_version FROM levels_projects p JOIN levels_nodes n ON n.project_id = p.id"
                        + " WHERE p.organization_id = ? AND p.slug = ? AND n.path IN (?, ?, ?) ORDER BY LENGTH(n.path)",
                row -> new Row(
                        row.getString(1),
                        row.getString(2),
                        row.getLong(3),
                        new Held(
                                row.getLong(4),
                                row.getString(5),
                                Optional.ofNullable(row.getString(6)),
                                row.getInt(7) == 1,
                                row.getLong(8),
                                row.getLong(9))),
                organization,
                path.project(),
                wanted.getFirst(),
                wanted.get(Math.min(1, wanted.size() - 1)),
                wanted.getLast());
        if (rows.size() != wanted.size()) {
            throw Refused.notFound(path.kind().word());
        }
        Row first = rows.getFirst();
        return new Reading(
                first.project(),
                first.format(),
                first.keyVersion(),
                rows.stream().map(Row::level).toList());
    }

    /** Returns the entity tag: it changes whenever a content or the key does. */
    String tag() {
        StringBuilder tag = new StringBuilder("\"").append(format).append('-').append(keyVersion);
        for (Held level : levels) {
            tag.append('-').append(level.id()).append('.').append(level.version());
        }
        return tag.append('"').toString();
    }
}

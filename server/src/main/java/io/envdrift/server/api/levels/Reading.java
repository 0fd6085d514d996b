package io.envdrift.server.api.levels;

import io.envdrift.levels.protocol.LevelPath;
import io.envdrift.server.store.CachedRead;
import io.envdrift.server.store.ReadCache;
import io.envdrift.server.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
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

    /** What all rows say of the project; read from the first one only, since each column is a call into the database. */
    private record Head(String project, String format, long keyVersion) {}

    /**
     * Reads levels.
     *
     * @throws Refused 404 when one of them is missing, which is said of the deepest one that is asked for
     */
    static Reading of(Connection connection, String organization, LevelPath path) throws SQLException {
        return ReadCache.get(connection, new Wanted(organization, path)).orElseThrow(() -> missing(path));
    }

    static Refused missing(LevelPath path) {
        return Refused.notFound(path.kind().word());
    }

    /** Reads levels from the database; nothing when one of them is missing. */
    static Optional<Reading> find(Connection connection, String organization, LevelPath path) throws SQLException {
        List<LevelPath> wanted = path.levels();
        List<Head> head = new ArrayList<>(1);
        // Put in order here: the database would copy the contents to do it.
        List<Held> levels = Sql.all(
                connection,
                "SELECT n.id, n.path, n.content, n.encrypted, n.version, n.key_version, p.id, p.secret_format,"
                        + " p.key_version FROM levels_projects p JOIN levels_nodes n ON n.project_id = p.id"
                        + " WHERE p.organization_id = ? AND p.slug = ? AND n.path IN (?, ?, ?)",
                row -> {
                    if (head.isEmpty()) {
                        head.add(new Head(row.getString(7), row.getString(8), row.getLong(9)));
                    }
                    return new Held(
                            row.getLong(1),
                            row.getString(2),
                            Optional.ofNullable(row.getString(3)),
                            row.getInt(4) == 1,
                            row.getLong(5),
                            row.getLong(6));
                },
                organization,
                path.project(),
                Paths.below(wanted.getFirst()),
                Paths.below(wanted.get(Math.min(1, wanted.size() - 1))),
                Paths.below(path));
        if (levels.size() != wanted.size()) {
            return Optional.empty();
        }
        levels.sort(Comparator.comparingInt(level -> level.path().length()));
        Head first = head.getFirst();
        return Optional.of(new Reading(first.project(), first.format(), first.keyVersion(), List.copyOf(levels)));
    }

    private record Wanted(String organization, LevelPath path) implements CachedRead<Optional<Reading>> {
        @Override
        public Optional<Reading> read(Connection connection) throws SQLException {
            return find(connection, organization, path);
        }

        @Override
        public int size(Optional<Reading> found) {
            return found.map(reading -> reading.levels().stream()
                            .mapToInt(
                                    level -> level.content().map(String::length).orElse(0))
                            .sum())
                    .orElse(0);
        }
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

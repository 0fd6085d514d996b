package io.envdrift.server.api.levels;

import io.envdrift.json.JsonTemplate;
import io.envdrift.levels.protocol.LevelPath;
import io.envdrift.server.store.CachedRead;
import io.envdrift.server.store.ReadCache;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * What answers a read of levels as they are stored: everything but the time of the call.
 *
 * @param tag the entity tag
 */
record StoredAnswer(String tag, JsonTemplate json) {
    /**
     * Finds it.
     *
     * @throws Refused 404 as {@link Reading#of} says
     */
    static StoredAnswer of(Connection connection, String organization, LevelPath path) throws SQLException {
        return ReadCache.get(connection, new Wanted(organization, path)).orElseThrow(() -> Reading.missing(path));
    }

    private record Wanted(String organization, LevelPath path) implements CachedRead<Optional<StoredAnswer>> {
        @Override
        public Optional<StoredAnswer> read(Connection connection) throws SQLException {
            Optional<Reading> found = Reading.find(connection, organization, path);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            Reading reading = found.get();
            return Optional.of(new StoredAnswer(reading.tag(), SecretsCalls.asStored(organization, path, reading)));
        }

        @Override
        public int size(Optional<StoredAnswer> found) {
            return found.map(answer -> answer.json().length()).orElse(0);
        }
    }
}

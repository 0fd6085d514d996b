package io.envdrift.server.pipeline;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/**
 * Notes when a device or token was seen. Of several with the same key that wait to be written, the latest counts.
 *
 * @param key unique among all APIs
 */
public record Sighting(String key, Note note) {
    /** Writes the time. */
    @FunctionalInterface
    public interface Note {
        /** Notes a time; a later one that is there already stays. */
        void write(Connection connection, Instant time) throws SQLException;
    }
}

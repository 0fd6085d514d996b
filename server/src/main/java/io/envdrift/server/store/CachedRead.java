package io.envdrift.server.store;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * What is read often and changes seldom. Two that are equal read the same, so an implementation is a record of what it looks for.
 *
 * @param <T> what is found; it never changes once it is made, nor does what it holds
 */
public interface CachedRead<T> {
    /**
     * Reads it from the database.
     *
     * @param connection reads
     * @return what is found
     * @throws SQLException when the database fails
     */
    T read(Connection connection) throws SQLException;

    /**
     * Returns about how large it is.
     *
     * @param found what was read
     * @return characters
     */
    int size(T found);
}

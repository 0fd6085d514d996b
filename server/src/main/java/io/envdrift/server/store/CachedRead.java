package io.envdrift.server.store;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * A read that is made often and whose result changes seldom. Two equal reads have the same result, so an implementation
 * is a record of its parameters.
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

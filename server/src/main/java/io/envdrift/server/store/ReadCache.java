package io.envdrift.server.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;

/**
 * The results that one of SQLite's reading connections has read, kept until the next commit: SQLite's data version
 * tells of commits, of other processes too, and is faster to read than a query. It is looked at once each time a pool lends the
 * connection, which is for one call: so a result is as current as a new read when the call began to read, and a caller that was
 * revoked a moment ago is refused.
 *
 * <p>The data version says nothing of what its own connection writes, so only connections that cannot write have a
 * cache. With PostgreSQL, which has no such number, everything is read.
 */
public final class ReadCache {
    /** For each connection. The largest contents are not worth their place: beside what they cost, a query is cheap. */
    private static final int MAX_CHARACTERS = 1 << 20;

    private static final int LARGEST = MAX_CHARACTERS / 8;
    /** What an entry costs beside its characters. */
    private static final int OVERHEAD = 400;

    private static final Map<SQLiteConnection, Optional<ReadCache>> CACHES = new ConcurrentHashMap<>();

    private final Map<CachedRead<?>, Object> found = new HashMap<>();
    private long version;
    private @Nullable Connection handle;
    private int characters;

    private ReadCache() {}

    /**
     * Returns what a read finds.
     *
     * @param connection is asked if the answer is not known
     * @param read what is wanted
     * @return what there is now
     * @throws SQLException when the database fails
     */
    public static <T> T get(Connection connection, CachedRead<T> read) throws SQLException {
        if (connection instanceof SQLiteConnection || !connection.isWrapperFor(SQLiteConnection.class)) {
            return read.read(connection);
        }
        SQLiteConnection sqlite = connection.unwrap(SQLiteConnection.class);
        Optional<ReadCache> cache = CACHES.get(sqlite);
        if (cache == null) {
            cache = Sql.number(connection, "PRAGMA query_only") == 1 ? Optional.of(new ReadCache()) : Optional.empty();
            CACHES.put(sqlite, cache);
        }
        return cache.isPresent() ? cache.get().find(connection, read) : read.read(connection);
    }

    /** Forgets the caches of connections that were closed. */
    static void forgetClosed() {
        CACHES.keySet().removeIf(Statements::isClosed);
    }

    private <T> T find(Connection connection, CachedRead<T> read) throws SQLException {
        // A pool lends a connection under a new handle each time. While it is lent, one look at the data version is
        // enough.
        if (connection != handle) {
            // It is read first: a commit in between makes the result look too old, never too new.
            long now = Sql.number(connection, "PRAGMA data_version");
            if (now != version) {
                clear();
                version = now;
            }
            handle = connection;
        }
        @SuppressWarnings("unchecked") // It was found by an equal read, so by one of the same class.
        T known = (T) found.get(read);
        if (known != null) {
            return known;
        }
        T fresh = read.read(connection);
        int size = read.size(fresh);
        if (size <= LARGEST) {
            characters += size + OVERHEAD;
            if (characters > MAX_CHARACTERS) {
                clear();
                characters = size + OVERHEAD;
            }
            found.put(read, fresh);
        }
        return fresh;
    }

    private void clear() {
        found.clear();
        characters = 0;
    }
}

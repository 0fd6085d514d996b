package io.envdrift.server.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.sqlite.SQLiteConnection;

/**
 * Prepared statements, kept for as long as their connection: SQLite would parse the text again for every call, which
 * costs more than running it. PostgreSQL's driver keeps them itself.
 *
 * <p>The texts are constants of this server, so there are few. A connection is used by one thread at a time, and
 * SQLite's pools never replace connections, so the number of statements stays bounded.
 */
final class Statements {
    private static final Map<SQLiteConnection, Map<String, PreparedStatement>> KEPT = new ConcurrentHashMap<>();

    private Statements() {}

    /** Returns a statement that is ready for its arguments. */
    static PreparedStatement of(Connection connection, String sql) throws SQLException {
        if (!connection.isWrapperFor(SQLiteConnection.class)) {
            return connection.prepareStatement(sql);
        }
        SQLiteConnection sqlite = connection.unwrap(SQLiteConnection.class);
        Map<String, PreparedStatement> kept = KEPT.computeIfAbsent(sqlite, any -> new HashMap<>());
        PreparedStatement statement = kept.get(sql);
        if (statement == null || statement.isClosed()) {
            statement = sqlite.prepareStatement(sql);
            kept.put(sql, statement);
        }
        return statement;
    }

    /** Gives a statement back after use. */
    static void release(PreparedStatement statement) throws SQLException {
        if (!statement.getConnection().isWrapperFor(SQLiteConnection.class)) {
            statement.close();
        }
    }

    /** Forgets the statements of connections that were closed. */
    static void forgetClosed() {
        KEPT.keySet().removeIf(Statements::isClosed);
    }

    static boolean isClosed(SQLiteConnection connection) {
        try {
            return connection.isClosed();
        } catch (SQLException e) {
            return true;
        }
    }
}

package io.envdrift.server.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Statements with {@code ?} placeholders, run on a connection. */
public final class Sql {
    private Sql() {}

    /** Reads one row. */
    @FunctionalInterface
    public interface Row<T> {
        /** Returns the value of the row the cursor stands on. */
        T read(ResultSet row) throws SQLException;
    }

    /** Runs a change and returns the number of rows it touched. */
    public static int update(Connection connection, String sql, @Nullable Object... arguments) throws SQLException {
        return run(connection, sql, arguments, PreparedStatement::executeUpdate);
    }

    /** Runs the same change for many rows. */
    public static void updateAll(Connection connection, String sql, List<@Nullable Object[]> rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (@Nullable Object[] arguments : rows) {
                set(statement, arguments);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** Returns the first row, if there is one. */
    public static <T> Optional<T> first(Connection connection, String sql, Row<T> row, @Nullable Object... arguments)
            throws SQLException {
        return run(connection, sql, arguments, statement -> {
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(row.read(rows)) : Optional.empty();
            }
        });
    }

    /** Returns the number in the first column of the one row there is. */
    public static long number(Connection connection, String sql, @Nullable Object... arguments) throws SQLException {
        return first(connection, sql, row -> row.getLong(1), arguments)
                .orElseThrow(() -> new SQLException("no row where one must be"));
    }

    /** Returns all rows. */
    public static <T> List<T> all(Connection connection, String sql, Row<T> row, @Nullable Object... arguments)
            throws SQLException {
        return run(connection, sql, arguments, statement -> {
            try (ResultSet rows = statement.executeQuery()) {
                List<T> values = new ArrayList<>();
                while (rows.next()) {
                    values.add(row.read(rows));
                }
                return values;
            }
        });
    }

    private interface Run<T> {
        T on(PreparedStatement statement) throws SQLException;
    }

    private static <T> T run(Connection connection, String sql, @Nullable Object[] arguments, Run<T> work)
            throws SQLException {
        PreparedStatement statement = Statements.of(connection, sql);
        try {
            set(statement, arguments);
            return work.on(statement);
        } finally {
            Statements.release(statement);
        }
    }

    private static void set(PreparedStatement statement, @Nullable Object[] arguments) throws SQLException {
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i] instanceof Optional) {
                // SQLite would store its text.
                throw new IllegalArgumentException("an Optional is no value of a column");
            }
            statement.setObject(i + 1, arguments[i]);
        }
    }
}

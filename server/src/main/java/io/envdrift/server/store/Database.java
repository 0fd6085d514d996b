package io.envdrift.server.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.pool.HikariPool;
import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import org.flywaydb.core.api.FlywayException;

/**
 * The one place that hands out connections. What a transaction wrote is on the device when {@link #write} returns.
 *
 * <p>SQLite has a single writer, so writes queue for one connection, those that wait are committed together, and reads use other
 * connections; PostgreSQL has one pool for both.
 */
public final class Database implements AutoCloseable {
    /** So many that callers seldom wait: handing a connection over costs more than a short query. */
    private static final int READERS = 16;

    private static final int POSTGRES_CONNECTIONS = 16;
    private static final int MAX_TRIES = 5;

    /** Serialization failure, deadlock, and two inserts of the same key: the loser starts again. */
    private static final Set<String> TRY_AGAIN = Set.of("40001", "40P01", "23505");

    private final ConnectionPool writers;
    private final ConnectionPool readers;
    private final Optional<GroupCommit> group;

    private Database(ConnectionPool writers, ConnectionPool readers, Optional<GroupCommit> group) {
        this.writers = writers;
        this.readers = readers;
        this.group = group;
    }

    /** Work on a connection. */
    @FunctionalInterface
    public interface Work<T> {
        /** Does the work; a transaction is committed when it returns, and rolled back when it throws. */
        T on(Connection connection) throws SQLException;
    }

    /**
     * Opens the database of some settings, brings its schema up to date, and makes SQLite's file if it is not there.
     *
     * @throws EnvdriftException {@code SERVER} when that fails
     */
    public static Database open(StorageSettings settings, MeterRegistry meters) {
        return settings.database().isPresent()
                ? postgresql(settings.database().get(), settings.user(), settings.password(), meters)
                : sqlite(settings.file(), meters);
    }

    /**
     * Opens a database that is there, also while a server uses it.
     *
     * @throws EnvdriftException {@code FILE_NOT_FOUND} when SQLite's file is missing, {@code SERVER} when it cannot be opened
     */
    public static Database openExisting(StorageSettings settings) {
        if (settings.database().isEmpty() && !Files.isRegularFile(settings.file())) {
            throw new EnvdriftException(ErrorCode.FILE_NOT_FOUND, "There is no database " + settings.file());
        }
        return open(settings, new SimpleMeterRegistry());
    }

    private static Database sqlite(Path file, MeterRegistry meters) {
        try {
            return SqliteFile.open(file, meters);
        } catch (SQLException | FlywayException | HikariPool.PoolInitializationException e) {
            throw cannotOpen("the database " + file, e);
        }
    }

    private static Database postgresql(
            String url, Optional<String> user, Optional<Secret> password, MeterRegistry meters) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        user.ifPresent(config::setUsername);
        password.ifPresent(text -> config.setPassword(text.reveal()));
        try {
            Migrations.run(url, user.orElse(null), password.map(Secret::reveal).orElse(null), "postgresql");
            ConnectionPool pool = pool(config, "postgresql", POSTGRES_CONNECTIONS, meters);
            return new Database(pool, pool, Optional.empty());
        } catch (FlywayException | HikariPool.PoolInitializationException e) {
            throw cannotOpen("the PostgreSQL database", e);
        }
    }

    static Database of(HikariConfig writer, HikariConfig reader, MeterRegistry meters) {
        ConnectionPool writers = pool(writer, "write", 1, meters);
        ConnectionPool readers = pool(reader, "read", READERS, meters);
        return new Database(writers, readers, Optional.of(new GroupCommit(writers, ConnectionPool.BUSY)));
    }

    /**
     * Reads.
     *
     * @throws DatabaseUnavailableException when the database fails
     */
    public <T> T read(Work<T> work) {
        try {
            return readers.use(work);
        } catch (SQLException e) {
            throw new DatabaseUnavailableException(e);
        }
    }

    /**
     * Runs a transaction. It may run more than once, when it collides with another one, or when the database fails under one
     * that would have been committed with it or that one refuses, and on another thread; so the work must not have effects outside of the database.
     *
     * @throws DatabaseUnavailableException when the database fails; whether anything was written is not known then
     */
    public <T> T write(Work<T> work) {
        for (int tries = 1; ; tries++) {
            try {
                return group.isPresent()
                        ? group.get().write(work)
                        : writers.use(connection -> transaction(connection, work));
            } catch (SQLException e) {
                if (tries == MAX_TRIES || !TRY_AGAIN.contains(String.valueOf(e.getSQLState()))) {
                    throw new DatabaseUnavailableException(e);
                }
            }
        }
    }

    /** Tells whether the database answers. */
    public boolean isAlive() {
        try {
            return read(connection -> Sql.number(connection, "SELECT 1") == 1);
        } catch (DatabaseUnavailableException e) {
            return false;
        }
    }

    @Override
    public void close() {
        group.ifPresent(GroupCommit::close);
        readers.close();
        writers.close();
        Statements.forgetClosed();
        ReadCache.forgetClosed();
    }

    static <T> T transaction(Connection connection, Work<T> work) throws SQLException {
        connection.setAutoCommit(false);
        boolean committed = false;
        try {
            T result = work.on(connection);
            connection.commit();
            committed = true;
            return result;
        } finally {
            if (!committed) {
                connection.rollback();
            }
            connection.setAutoCommit(true);
        }
    }

    private static ConnectionPool pool(HikariConfig config, String name, int size, MeterRegistry meters) {
        config.setPoolName(name);
        config.setMaximumPoolSize(size);
        config.setMetricRegistry(meters);
        return ConnectionPool.open(config);
    }

    private static EnvdriftException cannotOpen(String what, Exception cause) {
        return new EnvdriftException(
                ErrorCode.SERVER,
                "Cannot open " + what + ": "
                        + String.valueOf(cause.getMessage()).lines().findFirst().orElse(""),
                "check that it exists and that this user may use it",
                cause);
    }
}

package io.envdrift.server.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.envdrift.server.store.Database.Work;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Connections, handed out in the order of asking. A database that is busy is waited for longer than one that is not there:
 * sixty writers of one environment take turns, and on a slow disk the last one's turn comes late, but it comes.
 */
final class ConnectionPool implements AutoCloseable {
    private static final Duration NOT_THERE = Duration.ofSeconds(5);
    static final Duration BUSY = Duration.ofSeconds(25);

    private final HikariDataSource source;
    private final Semaphore turns;
    private final Duration patience;

    private ConnectionPool(HikariConfig config, Duration patience) {
        this.source = new HikariDataSource(config);
        this.turns = new Semaphore(config.getMaximumPoolSize(), true);
        this.patience = patience;
    }

    /** Opens a pool; the configuration says how many connections it has. */
    static ConnectionPool open(HikariConfig config) {
        return open(config, NOT_THERE, BUSY);
    }

    /**
     * Opens a pool.
     *
     * @param notThere how long to wait for a database that gives no connection
     * @param busy how long to wait for one's turn
     */
    static ConnectionPool open(HikariConfig config, Duration notThere, Duration busy) {
        config.setConnectionTimeout(notThere.toMillis());
        return new ConnectionPool(config, busy);
    }

    /**
     * Does work on a connection.
     *
     * @throws SQLException when there is no connection in time, or the work throws it
     */
    <T> T use(Work<T> work) throws SQLException {
        await();
        try (Connection connection = source.getConnection()) {
            return work.on(connection);
        } finally {
            turns.release();
        }
    }

    private void await() throws SQLException {
        try {
            if (!turns.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new SQLTransientConnectionException("busy for " + patience.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLTransientConnectionException("interrupted", e);
        }
    }

    @Override
    public void close() {
        source.close();
    }
}

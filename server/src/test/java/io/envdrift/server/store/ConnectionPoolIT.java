package io.envdrift.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionPoolIT {
    /** The least that the pool below accepts. */
    private static final Duration NOT_THERE = Duration.ofMillis(250);

    @TempDir
    Path directory;

    @Test
    void aBusyDatabaseIsWaitedForLongerThanOneThatIsNotThere() throws Exception {
        try (ConnectionPool pool = pool(Duration.ofMinutes(1));
                ExecutorService executor = Executors.newFixedThreadPool(2)) {
            CountDownLatch taken = new CountDownLatch(1);
            CountDownLatch free = new CountDownLatch(1);
            Future<Boolean> holder = executor.submit(() -> pool.use(connection -> {
                taken.countDown();
                return awaitUninterrupted(free);
            }));
            taken.await();
            long begin = System.nanoTime();
            Future<Boolean> waiter = executor.submit(() -> pool.use(connection -> true));
            while (System.nanoTime() - begin < 3 * NOT_THERE.toNanos()) {
                assertThat(waiter.isDone()).isFalse();
                Thread.onSpinWait();
            }
            free.countDown();
            assertThat(waiter.get()).isTrue();
            assertThat(holder.get()).isTrue();
        }
    }

    @Test
    void nobodyWaitsForEver() throws Exception {
        try (ConnectionPool pool = pool(Duration.ZERO)) {
            pool.use(connection -> {
                assertThatThrownBy(() -> pool.use(second -> true)).isInstanceOf(SQLTransientConnectionException.class);
                return true;
            });
            assertThat(pool.<Boolean>use(connection -> true)).isTrue();
        }
    }

    private ConnectionPool pool(Duration busy) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:sqlite:" + directory.resolve("pool.db"));
        config.setMaximumPoolSize(1);
        return ConnectionPool.open(config, NOT_THERE, busy);
    }

    private static boolean awaitUninterrupted(CountDownLatch latch) throws SQLException {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            throw new SQLException(e);
        }
    }
}

package io.envdrift.server.operate;

import io.envdrift.server.pipeline.AuditBatch;
import io.envdrift.server.pipeline.Tables;
import io.envdrift.server.store.Database;
import io.envdrift.server.store.DatabaseUnavailableException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The periodic work of a server: it writes waiting audit rows each second, and removes stale rows each minute. */
public final class Housekeeping implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final int STOP_SECONDS = 10;

    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("housekeeping").factory());
    private final AuditBatch batch;

    private Housekeeping(AuditBatch batch) {
        this.batch = batch;
    }

    /** Starts it. */
    public static Housekeeping start(Database database, AuditBatch batch, List<Tables> tables, InstantSource clock) {
        Housekeeping housekeeping = new Housekeeping(batch);
        housekeeping.repeat(batch::flush, 1);
        housekeeping.repeat(() -> clean(database, tables, clock), 60);
        return housekeeping;
    }

    /** Removes what is stale. */
    public static void clean(Database database, List<Tables> tables, InstantSource clock) {
        database.write(connection -> {
            for (Tables each : tables) {
                each.clean(connection, clock.instant());
            }
            return tables.size();
        });
    }

    /** Stops it and writes what is waiting. */
    @Override
    public void close() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        batch.flush();
    }

    private void repeat(Runnable work, int seconds) {
        // A task that throws is not repeated, so it must not throw.
        Runnable guarded = () -> {
            try {
                work.run();
            } catch (DatabaseUnavailableException e) {
                LOG.warn("Housekeeping has to wait: {}", String.valueOf(e.getCause()));
            } catch (RuntimeException e) {
                LOG.error("Housekeeping failed", e);
            }
        };
        var unused = executor.scheduleWithFixedDelay(guarded, seconds, seconds, TimeUnit.SECONDS);
    }
}

package io.envdrift.http;

import io.envdrift.base.Deadline;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.io.ModalCloseable;

/**
 * Closes a connection when its time is up, whatever its user is blocked in: a socket's own time limit is per read, so a
 * server that sends a byte now and then would never meet it.
 *
 * <p>All connections share one daemon thread, which ends when it had nothing to do for a second.
 */
final class Watchdog implements AutoCloseable {
    private static final ScheduledThreadPoolExecutor TIMER = timer();

    private final ScheduledFuture<?> alarm;
    private final AtomicBoolean decided = new AtomicBoolean();

    private Watchdog(ModalCloseable connection, Deadline cut) {
        alarm = TIMER.schedule(() -> end(connection), cut.remaining().toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Starts to watch. */
    static Watchdog over(ModalCloseable connection, Deadline cut) {
        return new Watchdog(connection, cut);
    }

    /**
     * Stops watching.
     *
     * @return whether the connection is still open, and will be
     */
    boolean callOff() {
        alarm.cancel(false);
        return decided.compareAndSet(false, true);
    }

    @Override
    public void close() {
        alarm.cancel(false);
    }

    private void end(ModalCloseable connection) {
        if (!decided.compareAndSet(false, true)) {
            return;
        }
        connection.close(CloseMode.IMMEDIATE);
    }

    private static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("envdrift-http-watchdog").factory());
        timer.setKeepAliveTime(1, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }
}

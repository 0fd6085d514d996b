package io.envdrift.base;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A task that a daemon thread repeats until it is closed: the looks of a watch. */
public final class RepeatedTask implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofDays(365);
    private static final Duration LAST_RUN = Duration.ofSeconds(10);

    private final ScheduledExecutorService executor;
    private final long pauseMillis;
    private volatile @Nullable Thread thread;

    private RepeatedTask(String name, long pauseMillis) {
        this.pauseMillis = pauseMillis;
        executor = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread created = Thread.ofPlatform().daemon().name(name).unstarted(task);
            thread = created;
            return created;
        });
    }

    /**
     * Prepares a task that is not run yet.
     *
     * @param name the thread's
     * @param pause between the end of a run and the next, at least a millisecond, at most a year
     * @throws IllegalArgumentException when the pause is too short
     */
    public static RepeatedTask named(String name, Duration pause) {
        return new RepeatedTask(name, millis(pause));
    }

    /**
     * Runs a task now, as what it looks for may have happened already, and again and again.
     *
     * @param task must not throw: it would not be repeated
     */
    public void start(Runnable task) {
        var unused = executor.scheduleWithFixedDelay(task, 0, pauseMillis, TimeUnit.MILLISECONDS);
    }

    private static long millis(Duration pause) {
        if (pause.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException("the interval of a watch is a millisecond at least");
        }
        return pause.compareTo(LONGEST) > 0 ? LONGEST.toMillis() : pause.toMillis();
    }

    /** Tells whether it was closed. */
    public boolean isClosed() {
        return executor.isShutdown();
    }

    /**
     * Ends it; a second time changes nothing. A run that is on its way is interrupted and waited for, ten seconds at most: afterwards
     * it touches no file any more. Called by the task itself, as by a callback, nothing is waited for.
     */
    @Override
    public void close() {
        executor.shutdownNow();
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            var unused = executor.awaitTermination(LAST_RUN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

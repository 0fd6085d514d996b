package io.envdrift.server;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** The system's clock, moved ahead by the test, and stopped where the time that the test itself takes must not count. */
final class TestClock implements InstantSource {
    private volatile Duration ahead = Duration.ZERO;
    private volatile @Nullable Instant stopped;

    /** Its end lets the clock go on. */
    interface Stop extends AutoCloseable {
        @Override
        void close();
    }

    /** Stops the clock; the test may still move it ahead. */
    Stop stop() {
        stopped = Instant.now();
        return () -> stopped = null;
    }

    void advance(Duration by) {
        ahead = ahead.plus(by);
    }

    @Override
    public Instant instant() {
        Instant still = stopped;
        return (still == null ? Instant.now() : still).plus(ahead);
    }
}

package io.envdrift.base;

import java.time.Duration;

/** A moment on the monotonic clock by which all work of a command must be done. */
public final class Deadline {
    private final long nanos;

    private Deadline(long nanos) {
        this.nanos = nanos;
    }

    /** Returns the moment that lies this far ahead. */
    public static Deadline in(Duration fromNow) {
        return new Deadline(System.nanoTime() + fromNow.toNanos());
    }

    /** Returns what is left, zero once the moment has passed. */
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, nanos - System.nanoTime()));
    }

    /** Tells whether the moment has passed. */
    public boolean hasPassed() {
        return nanos - System.nanoTime() <= 0;
    }

    /** Returns the shorter of what is left and a limit, for a single step under this deadline. */
    public Duration remainingAtMost(Duration limit) {
        Duration left = remaining();
        return left.compareTo(limit) < 0 ? left : limit;
    }
}

package io.envdrift.server;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The system's clock, moved ahead by the test. */
final class TestClock implements InstantSource {
    private volatile Duration ahead = Duration.ZERO;

    void advance(Duration by) {
        ahead = ahead.plus(by);
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(ahead);
    }
}

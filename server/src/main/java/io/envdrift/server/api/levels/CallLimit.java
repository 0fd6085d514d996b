package io.envdrift.server.api.levels;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many calls an organization may make within a minute on this server. Known callers only get here, so organizations are
 * as many as the operator made.
 */
final class CallLimit {
    private static final long MINUTE = Duration.ofMinutes(1).toSeconds();

    private final long perMinute;
    private final InstantSource clock;
    private final Map<String, Window> windows = new HashMap<>();

    /**
     * Creates a limit.
     *
     * @param perMinute 0 for no limit
     */
    CallLimit(long perMinute, InstantSource clock) {
        this.perMinute = perMinute;
        this.clock = clock;
    }

    private record Window(long start, long calls) {}

    /**
     * What is left.
     *
     * @param limit 0 for no limit
     * @param reset when the next minute starts, in seconds since 1970
     */
    record Standing(long limit, long remaining, long reset) {
        /** Returns the header fields of the answer, also of one that refuses. */
        Map<String, String> headers() {
            Map<String, String> headers = new LinkedHashMap<>();
            if (limit > 0) {
                headers.put("X-RateLimit-Limit", Long.toString(limit));
                headers.put("X-RateLimit-Remaining", Long.toString(remaining));
                headers.put("X-RateLimit-Reset", Long.toString(reset));
            }
            return headers;
        }
    }

    /**
     * Counts a call.
     *
     * @throws Refused 429 when there were too many
     */
    Standing count(String organization) {
        if (perMinute == 0) {
            return new Standing(0, 0, 0);
        }
        long now = clock.instant().getEpochSecond();
        Window window;
        synchronized (windows) {
            window = windows.merge(
                    organization,
                    new Window(now, 1),
                    (old, fresh) -> now - old.start() >= MINUTE ? fresh : new Window(old.start(), old.calls() + 1));
        }
        long reset = window.start() + MINUTE;
        if (window.calls() > perMinute) {
            throw Refused.tooMany(Math.max(1, reset - now)).with(new Standing(perMinute, 0, reset).headers());
        }
        return new Standing(perMinute, perMinute - window.calls(), reset);
    }
}

package io.envdrift.server.pipeline;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The limit of failed or unauthenticated calls of one address: a burst of this size, refilled once per minute. Calls
 * that prove who they are and succeed are never counted. It remembers a bounded number of addresses, the latest.
 */
public final class FailureLimit {
    private static final int MAX_ADDRESSES = 10_000;
    private static final double MINUTE_MILLIS = Duration.ofMinutes(1).toMillis();

    private final int perMinute;
    private final InstantSource clock;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MAX_ADDRESSES;
        }
    };

    /**
     * Creates a limit.
     *
     * @param perMinute 0 for no limit
     */
    public FailureLimit(int perMinute, InstantSource clock) {
        this.perMinute = perMinute;
        this.clock = clock;
    }

    /** Counts one call of an address and tells whether it is still within the limit. */
    public synchronized boolean admit(String address) {
        if (perMinute == 0) {
            return true;
        }
        long now = clock.millis();
        Bucket bucket = buckets.computeIfAbsent(CallerAddress.group(address), any -> new Bucket(perMinute, now));
        bucket.tokens = Math.min(perMinute, bucket.tokens + (now - bucket.since) * perMinute / MINUTE_MILLIS);
        bucket.since = now;
        if (bucket.tokens < 1) {
            return false;
        }
        bucket.tokens--;
        return true;
    }

    private static final class Bucket {
        double tokens;
        long since;

        Bucket(double tokens, long since) {
            this.tokens = tokens;
            this.since = since;
        }
    }
}

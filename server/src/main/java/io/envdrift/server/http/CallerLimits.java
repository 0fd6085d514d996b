package io.envdrift.server.http;

import java.time.Duration;

/**
 * How much one caller may take of the server, so that others are answered meanwhile.
 *
 * @param connectionsPerAddress connections that are served at once; as many again wait, further ones are closed. Those of
 *     trusted proxies are not counted: many callers share them
 * @param bodiesPerAddress request bodies that are read at once; more wait. Behind a trusted proxy the address is the
 *     forwarded one
 * @param head within what a request's head must be there, from its first byte on
 * @param body within what a request's body must be there, besides the time that its length takes at {@link #LEAST_RATE}
 * @param idle how long a connection may be silent, also one that does not take its answer; a call may last twice as long
 * @param bytesInFlight of large bodies, for the whole process; one address has a quarter of it
 */
public record CallerLimits(
        int connectionsPerAddress,
        int bodiesPerAddress,
        Duration head,
        Duration body,
        Duration idle,
        long bytesInFlight) {
    /** Bytes per second that an honest caller sends. */
    static final int LEAST_RATE = 64 << 10;

    private static final int PART_OF_HEAP = 16;

    /** 128 connections and 64 bodies; 10, 30 and 30 seconds; a sixteenth of the heap. */
    public static final CallerLimits DEFAULT = new CallerLimits(
            128,
            64,
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Runtime.getRuntime().maxMemory() / PART_OF_HEAP);

    /** Returns the same limits with other numbers for one address. */
    public CallerLimits perAddress(int connections, int bodies) {
        return new CallerLimits(connections, bodies, head, body, idle, bytesInFlight);
    }

    /** Returns within how many nanoseconds a body of this length must be there. */
    long bodyNanos(long bytes) {
        return body.plusSeconds(Math.ceilDiv(bytes, LEAST_RATE)).toNanos();
    }
}

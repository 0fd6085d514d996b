package io.envdrift.http;

import java.time.Duration;

/**
 * Limits of a single exchange. The deadline of the command cuts them further.
 *
 * @param connect for name look-up, connection, tunnel and TLS together
 * @param request for everything, connecting included
 * @param bodyBytes the largest body taken
 */
public record HttpLimits(Duration connect, Duration request, int bodyBytes) {
    /** 5 s to connect, 15 s in total, 16 MiB. */
    public static HttpLimits standard() {
        return new HttpLimits(Duration.ofSeconds(5), Duration.ofSeconds(15), 16 << 20);
    }
}

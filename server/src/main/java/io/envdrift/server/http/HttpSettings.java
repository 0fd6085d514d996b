package io.envdrift.server.http;

import java.util.List;
import java.util.Optional;

/**
 * How the API is served.
 *
 * @param host the address to listen on
 * @param port the port to listen on; 0 for any free one
 * @param maxBodyBytes larger requests get 413
 * @param proxies whose {@code X-Forwarded-For} is believed
 * @param tls present for https
 * @param limits what one caller may take
 */
public record HttpSettings(
        String host, int port, int maxBodyBytes, List<Network> proxies, Optional<TlsFiles> tls, CallerLimits limits) {
    /** Largest request that is accepted unless configured otherwise: 1 MiB. */
    public static final int DEFAULT_MAX_BODY_BYTES = 1 << 20;

    /** Creates settings with the usual limits. */
    public HttpSettings(String host, int port, int maxBodyBytes, List<Network> proxies, Optional<TlsFiles> tls) {
        this(host, port, maxBodyBytes, proxies, tls, CallerLimits.DEFAULT);
    }
}

package io.envdrift.http;

import io.envdrift.base.Deadline;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests, each exactly once: it follows no redirect, repeats and caches nothing, answers no challenge and keeps
 * no cookie. {@link RetryPolicy} decides about repetitions.
 *
 * <p>Messages and connections are Apache HttpClient's. Its chain of handlers, which redirects, repeats and answers
 * challenges, is not used: an exchange leases a connection, sends and reads. An exchange ends in time whatever the
 * server does, since the time limits are for all of it, not for a single read.
 *
 * <p>Safe for use by several threads.
 */
public final class HttpTransport implements AutoCloseable {
    private static final int MOST_CONNECTIONS = 1000;

    private final HttpLimits limits;
    private final ProxyRules proxies;
    private final PoolingHttpClientConnectionManager connections;
    private final AtomicReference<@Nullable Duration> skew = new AtomicReference<>();

    /** Creates a transport. Nothing is read or connected yet. */
    public HttpTransport(HttpLimits limits, Tls tls, ProxyRules proxies) {
        Decimals.prepare();
        this.limits = limits;
        this.proxies = proxies;
        connections = new PoolingHttpClientConnectionManager(
                new AddressDialer(tls),
                PoolConcurrencyPolicy.LAX,
                PoolReusePolicy.LIFO,
                TimeValue.NEG_ONE_MILLISECOND,
                socket -> new ClientConnection());
        connections.setDefaultMaxPerRoute(MOST_CONNECTIONS);
        connections.setMaxTotal(MOST_CONNECTIONS);
        connections.setDefaultConnectionConfig(ConnectionConfig.custom()
                .setValidateAfterInactivity(TimeValue.ZERO_MILLISECONDS)
                .build());
        connections.setDefaultSocketConfig(SocketConfig.custom()
                .setTcpNoDelay(true)
                .setSoTimeout(Timeout.of(limits.request()))
                .build());
    }

    /**
     * Sends a request and reads the answer, which may have any status.
     *
     * @param deadline cuts the limits of this transport further
     * @throws HttpFailure when no complete answer came
     * @throws io.envdrift.base.EnvdriftException {@code VAULT_SETTINGS} when the URI, the proxy that applies, or a file of
     *     certificate authorities cannot be used; nothing was sent
     */
    public HttpResponse exchange(HttpRequest request, Deadline deadline) {
        HttpAddress address = HttpAddress.of(request.uri());
        Optional<HttpProxy> proxy = proxies.proxyFor(request.uri());
        Duration limit = deadline.remainingAtMost(limits.request());
        if (limit.isZero()) {
            throw new HttpFailure(
                    HttpFailure.Kind.TIMED_OUT, address.describe(), "no time was left to ask", false, null);
        }
        Exchange exchange = new Exchange(connections, limits, address, proxy, limit);
        HttpResponse response = exchange.perform(request);
        response.headers().first("Date").flatMap(HttpTransport::skew).ifPresent(skew::set);
        return response;
    }

    /** Returns by how much the clock of the server that answered last was ahead of ours; exact to a second or so. */
    public Optional<Duration> clockSkew() {
        return Optional.ofNullable(skew.get());
    }

    private static Optional<Duration> skew(String date) {
        try {
            Instant then = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date));
            return Optional.of(Duration.between(Instant.now(), then));
        } catch (DateTimeException e) {
            // A date that cannot be read does not spoil the answer.
            return Optional.empty();
        }
    }

    /** Ends idle connections. */
    @Override
    public void close() {
        connections.close(CloseMode.IMMEDIATE);
    }
}

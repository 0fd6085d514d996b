package io.envdrift.http;

import io.envdrift.base.Deadline;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests, each exactly once: nothing is repeated, redirected, cached, answered with a password, or given a cookie
 * behind the caller's back. {@link RetryPolicy} decides about repetitions.
 *
 * <p>An exchange ends in time whatever the server does, since the time limits are for all of it, not for a single read. It
 * speaks HTTP/1.1 over plain sockets. The JDK's {@code HttpURLConnection} cannot keep these promises: it sends a {@code
 * GET} again by itself when a connection breaks, drops the body of a 401 to a streamed request, and cannot be stopped
 * while a body trickles in.
 *
 * <p>Safe for use by several threads.
 */
public final class HttpTransport implements AutoCloseable {
    private final HttpLimits limits;
    private final ProxyRules proxies;
    private final Dialer dialer;
    private final IdleConnections idle = new IdleConnections();
    private final AtomicReference<@Nullable Duration> skew = new AtomicReference<>();

    /** Creates a transport. Nothing is read or connected yet. */
    public HttpTransport(HttpLimits limits, Tls tls, ProxyRules proxies) {
        this.limits = limits;
        this.proxies = proxies;
        this.dialer = new Dialer(limits, tls);
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
        Route route = Route.of(request.uri(), proxies);
        Duration limit = deadline.remainingAtMost(limits.request());
        Deadline cut = Deadline.in(limit);
        if (limit.isZero()) {
            throw new HttpFailure(HttpFailure.Kind.TIMED_OUT, route.describe(), "no time was left to ask", false, null);
        }
        // A request that must not be repeated gets a fresh connection: an idle one may have ended without notice.
        Connection connection = request.sending() == Sending.REPEATABLE
                ? idle.take(route).orElseGet(() -> dialer.open(route, cut))
                : dialer.open(route, cut);
        boolean kept = false;
        try (Watchdog watchdog = Watchdog.over(connection.channel(), cut)) {
            HttpResponse response = connection.exchange(request, limits.bodyBytes());
            kept = connection.reusable() && watchdog.callOff();
            response.headers().first("Date").flatMap(HttpTransport::skew).ifPresent(skew::set);
            return response;
        } catch (IOException e) {
            String late = "no complete answer within " + limit.toMillis() + " ms";
            throw HttpFailure.of(e, route.describe(), cut, late, connection.perhapsSent());
        } finally {
            if (kept) {
                idle.put(connection);
            } else {
                connection.close();
            }
        }
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
            // The answer itself is none the worse.
            return Optional.empty();
        }
    }

    /** Ends idle connections. */
    @Override
    public void close() {
        idle.close();
    }
}

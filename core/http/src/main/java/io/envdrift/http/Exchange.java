package io.envdrift.http;

import io.envdrift.base.Deadline;
import io.envdrift.base.Secret;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.impl.ConnectionShutdownException;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.net.URIAuthority;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** One request and its answer, over a connection that is new or was idle. */
final class Exchange {
    private static final HttpRequestExecutor EXECUTOR =
            new HttpRequestExecutor(DefaultConnectionReuseStrategy.INSTANCE);
    /** For a short time: servers end idle connections without notice. */
    private static final TimeValue LONGEST_IDLE = TimeValue.ofSeconds(5);

    private final PoolingHttpClientConnectionManager connections;
    private final HttpLimits limits;
    private final HttpAddress address;
    private final Optional<HttpProxy> proxy;
    private final Duration limit;
    private final Deadline cut;
    private final HttpCoreContext context = HttpCoreContext.create();
    private String endpoint;
    private boolean perhapsSent;
    private boolean reusable;

    Exchange(
            PoolingHttpClientConnectionManager connections,
            HttpLimits limits,
            HttpAddress address,
            Optional<HttpProxy> proxy,
            Duration limit) {
        this.connections = connections;
        this.limits = limits;
        this.address = address;
        this.proxy = proxy;
        this.limit = limit;
        this.cut = Deadline.in(limit);
        this.endpoint = address.describe();
    }

    HttpResponse perform(HttpRequest request) {
        boolean kept = false;
        ConnectionEndpoint connection = lease(request.sending());
        try {
            if (!connection.isConnected()) {
                connect(connection);
            }
            try (Watchdog watchdog = Watchdog.over(connection, cut)) {
                HttpResponse response = send(connection, request);
                kept = reusable && watchdog.callOff();
                return response;
            }
        } catch (HttpException | IOException | ConnectionShutdownException e) {
            // ConnectionShutdownException: the watchdog ended the connection before it was used.
            throw failure(e, cut, "no complete answer within " + limit.toMillis() + " ms");
        } catch (NullPointerException e) {
            throw forgotten(e, cut, "no complete answer within " + limit.toMillis() + " ms");
        } finally {
            if (!kept) {
                connection.close(CloseMode.IMMEDIATE);
            }
            connections.release(connection, null, LONGEST_IDLE);
        }
    }

    private ConnectionEndpoint lease(Sending sending) {
        try {
            ConnectionEndpoint connection = connections.lease("", route(), null).get(Timeout.of(cut.remaining()));
            if (sending == Sending.ONCE) {
                // An idle connection may have ended without notice.
                connection.close(CloseMode.IMMEDIATE);
            }
            return connection;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(e, cut, "interrupted");
        } catch (ExecutionException | TimeoutException e) {
            throw failure(e, cut, "no connection was free");
        }
    }

    private HttpRoute route() {
        HttpHost target = new HttpHost(address.scheme(), address.host(), address.port());
        return proxy.map(way -> new HttpHost(way.tls() ? "https" : "http", way.host(), way.port()))
                .map(way -> new HttpRoute(target, null, way, address.tls()))
                .orElseGet(() -> new HttpRoute(target, null, address.tls()));
    }

    /** Name look-up, connection, tunnel through a proxy and TLS, all within one time limit. */
    private void connect(ConnectionEndpoint connection) throws HttpException, IOException {
        Duration most = cut.remainingAtMost(limits.connect());
        Deadline end = Deadline.in(most);
        try (Watchdog watchdog = Watchdog.over(connection, end)) {
            endpoint = proxy.map(way -> "proxy " + way.hostAndPort()).orElse(endpoint);
            connections.connect(connection, Timeout.of(most), context);
            if (proxy.isPresent() && address.tls()) {
                tunnel(connection, proxy.get());
                endpoint = address.describe();
                connections.upgrade(connection, context);
            }
            endpoint = address.describe();
            if (!watchdog.callOff()) {
                throw new SocketTimeoutException("closed at the last moment");
            }
        } catch (HttpException | IOException | ConnectionShutdownException e) {
            throw failure(e, end, "no connection within " + most.toMillis() + " ms");
        } catch (NullPointerException e) {
            throw forgotten(e, end, "no connection within " + most.toMillis() + " ms");
        }
    }

    private void tunnel(ConnectionEndpoint connection, HttpProxy way) throws HttpException, IOException {
        ClassicHttpRequest request = new BasicClassicHttpRequest(
                "CONNECT", new HttpHost(address.host(), address.port()), address.hostAndPort());
        request.setHeader("Host", address.hostAndPort());
        way.authorization().map(Secret::reveal).ifPresent(value -> request.setHeader("Proxy-Authorization", value));
        int status = connection.execute("", request, EXECUTOR::execute, context).getCode();
        if (status >= 300) {
            HttpFailure.Kind kind = status >= 500 ? HttpFailure.Kind.REFUSED : HttpFailure.Kind.PROXY;
            throw new HttpFailure(kind, address.describe(), endpoint + " answered " + status, false, null);
        }
    }

    private HttpResponse send(ConnectionEndpoint connection, HttpRequest request) throws HttpException, IOException {
        ClassicHttpRequest message = message(request);
        perhapsSent = true;
        ClassicHttpResponse response = connection.execute("", message, EXECUTOR::execute, context);
        HttpResponse answer = answer(response, limits.bodyBytes(), endpoint);
        reusable = DefaultConnectionReuseStrategy.INSTANCE.keepAlive(message, response, context);
        return answer;
    }

    /** Reads what is left of an answer after its head. */
    static HttpResponse answer(ClassicHttpResponse response, int largestBody, String endpoint) throws IOException {
        HttpHeaders headers = HttpHeaders.none();
        for (Header header : response.getHeaders()) {
            headers = headers.and(header.getName(), header.getValue());
        }
        byte[] body = new byte[0];
        HttpEntity entity = response.getEntity();
        if (entity != null) {
            requireSize(entity.getContentLength(), largestBody, endpoint);
            // Not closed: that would read what is left of a body that is too large.
            body = entity.getContent().readNBytes(largestBody + 1);
            requireSize(body.length, largestBody, endpoint);
        }
        return new HttpResponse(response.getCode(), headers, body);
    }

    private static void requireSize(long bytes, int largest, String endpoint) {
        if (bytes > largest) {
            throw new HttpFailure(
                    HttpFailure.Kind.TOO_LARGE,
                    endpoint,
                    "the answer is larger than " + largest + " bytes",
                    true,
                    null);
        }
    }

    private ClassicHttpRequest message(HttpRequest request) {
        URI uri = URI.create(request.uri().toASCIIString());
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        boolean readingProxy = proxy.isPresent() && !address.tls();
        BasicClassicHttpRequest message = new BasicClassicHttpRequest(
                request.method(),
                address.scheme(),
                new URIAuthority(address.host(), address.isUsualPort() ? -1 : address.port()),
                path + query);
        message.setAbsoluteRequestUri(readingProxy);
        HttpHeaders headers = request.headers();
        addMissing(message, headers, "Host", address.hostField());
        addMissing(message, headers, "User-Agent", "envdrift");
        headers.asMap().forEach((name, values) -> values.forEach(value -> message.addHeader(name, value)));
        if (request.body().length > 0 || mayHaveBody(request.method())) {
            addMissing(message, headers, "Content-Length", Integer.toString(request.body().length));
            message.setEntity(new ByteArrayEntity(request.body(), null));
        }
        if (readingProxy) {
            proxy.flatMap(HttpProxy::authorization)
                    .map(Secret::reveal)
                    .ifPresent(value -> message.setHeader("Proxy-Authorization", value));
        }
        return message;
    }

    private static void addMissing(ClassicHttpRequest message, HttpHeaders headers, String name, String value) {
        if (headers.all(name).isEmpty()) {
            message.addHeader(name, value);
        }
    }

    private static boolean mayHaveBody(String method) {
        return method.equals("POST") || method.equals("PUT") || method.equals("PATCH");
    }

    /**
     * The pool forgets a connection that the watchdog ends. Its own methods do not expect that between two of their steps, and
     * use what is no longer there.
     */
    private RuntimeException forgotten(NullPointerException cause, Deadline end, String late) {
        return end.hasPassed() ? failure(cause, end, late) : cause;
    }

    private HttpFailure failure(Exception cause, Deadline end, String late) {
        return HttpFailure.of(cause, endpoint, end, late, perhapsSent);
    }
}

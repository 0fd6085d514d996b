package io.envdrift.http;

import io.envdrift.base.Deadline;
import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Calls of one server that speaks JSON: every call has the same address, deadline, retries and rule about what must not be
 * sent twice. The clients of the protocols add what identifies the caller and read the answers. Safe for use by several
 * threads.
 */
public final class JsonClient implements AutoCloseable {
    private static final int SERVER_ERROR = 500;

    private final URI address;
    private final String root;
    private final String userAgent;
    private final HttpTransport transport;
    private final RetryPolicy retries;
    private final Supplier<Deadline> deadlines;
    private final InstantSource clock;

    /**
     * Creates a client; nothing is connected yet.
     *
     * @param address of the server, with a path when the server does not stand at the root of its host
     * @param userAgent what the client is called
     * @param deadlines gives each call the time by which it must be done, retries included
     * @param clock what dates in {@code Retry-After} are compared with
     * @throws EnvdriftException {@code VAULT_SETTINGS} when the address is not https, or http to this machine
     */
    public JsonClient(
            URI address,
            String userAgent,
            HttpTransport transport,
            RetryPolicy retries,
            Supplier<Deadline> deadlines,
            InstantSource clock) {
        this.address = requireSafe(address);
        this.root = withoutSlash(address.toString());
        this.userAgent = userAgent;
        this.transport = transport;
        this.retries = retries;
        this.deadlines = deadlines;
        this.clock = clock;
    }

    /**
     * Creates a client with proxies and certificate authorities as the environment says.
     *
     * @param timeout of one call, retries included
     * @throws EnvdriftException {@code VAULT_SETTINGS} when the address is not https, or http to this machine
     */
    public static JsonClient at(URI address, String userAgent, Map<String, String> environment, Duration timeout) {
        HttpTransport transport = new HttpTransport(
                HttpLimits.standard(), Tls.from(environment, Optional.empty()), ProxyRules.from(environment));
        return new JsonClient(
                address,
                userAgent,
                transport,
                RetryPolicy.standard(),
                () -> Deadline.in(timeout),
                InstantSource.system());
    }

    /** Returns the server's address. */
    public URI address() {
        return address;
    }

    /**
     * Creates a request without a body.
     *
     * @param path starts with a slash; percent-encoded, with the query where there is one
     * @throws IllegalArgumentException when the path is not encoded
     */
    public HttpRequest get(String path) {
        return named(HttpRequest.get(URI.create(root + path)));
    }

    /**
     * Creates a request that must not arrive twice unless it is marked as {@link HttpRequest#repeatable()}.
     *
     * @param path starts with a slash; percent-encoded, with the query where there is one
     * @param json the bytes of a JSON text; empty for none
     * @throws IllegalArgumentException when the path is not encoded
     */
    public HttpRequest request(String method, String path, byte[] json) {
        HttpRequest request = named(HttpRequest.of(method, URI.create(root + path), json));
        return json.length == 0 ? request : request.with("Content-Type", "application/json");
    }

    /**
     * Sends a request, and repeats it as {@link RetryPolicy} says.
     *
     * @return the last answer, whatever its status
     * @throws HttpFailure when there was none
     */
    public HttpResponse send(HttpRequest request) {
        return retries.exchange(transport, request, deadlines.get());
    }

    /**
     * Sends a request as {@link #send} does, but does not repeat it after a 500 either, because a server may fail after
     * it stored: for callers that can look whether the change was made.
     *
     * @return the last answer, whatever its status
     * @throws HttpFailure when there was none
     */
    public HttpResponse sendCarefully(HttpRequest request) {
        Deadline deadline = deadlines.get();
        return retries.call(
                deadline,
                request.sending(),
                answer -> answer.status() == SERVER_ERROR ? Verdict.perhapsDone() : Verdict.of(answer, clock.instant()),
                Verdict::of,
                () -> transport.exchange(request, deadline));
    }

    @Override
    public void close() {
        transport.close();
    }

    private HttpRequest named(HttpRequest request) {
        return request.with("User-Agent", userAgent);
    }

    private static String withoutSlash(String address) {
        return address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    }

    private static URI requireSafe(URI address) {
        if (!Loopback.isSafe(address)
                || address.getUserInfo() != null
                || address.getQuery() != null
                || address.getFragment() != null) {
            throw new EnvdriftException(
                    ErrorCode.VAULT_SETTINGS,
                    "The server's URL is refused: it must be https, or http to this machine, and no more than an"
                            + " address",
                    "write it as in https://envdrift.example.com");
        }
        return address;
    }
}

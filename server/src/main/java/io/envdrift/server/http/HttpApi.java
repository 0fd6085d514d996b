package io.envdrift.server.http;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.server.access.ApiRequest;
import io.envdrift.server.access.Refusal;
import io.envdrift.server.call.Calls;
import io.envdrift.server.call.Route;
import io.envdrift.server.store.DatabaseUnavailableException;
import io.envdrift.vaultenv.protocol.Endpoint;
import io.envdrift.vaultenv.protocol.Failure;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.util.JavalinException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the API: exact paths, JSON only, and never an error page. */
public final class HttpApi {
    private static final Logger LOG = LoggerFactory.getLogger(HttpApi.class);
    private static final int MAX_USER_AGENT = 512;
    private static final String BEARER = "Bearer ";
    private static final String ANSWERED = "answered";

    private final HttpSettings settings;
    private final TrustedProxies proxies;
    private final Calls calls;
    private final CallMeter meter;
    private final BooleanSupplier healthy;
    private final LongSupplier clock;
    private final Javalin javalin;

    /**
     * Prepares a server.
     *
     * @param healthy whether the database answers
     * @param clock milliseconds since 1970
     */
    public HttpApi(
            HttpSettings settings,
            List<Route> routes,
            Calls calls,
            CallMeter meter,
            BooleanSupplier healthy,
            LongSupplier clock) {
        this.settings = settings;
        this.proxies = new TrustedProxies(settings.proxies());
        this.calls = calls;
        this.meter = meter;
        this.healthy = healthy;
        this.clock = clock;
        this.javalin = Javalin.create(config -> {
            JettySetup.apply(config, settings);
            quiet(config);
            addRoutes(config, routes);
        });
    }

    /**
     * Starts to listen.
     *
     * @return the port
     * @throws EnvdriftException {@code SERVER} when the address cannot be had
     */
    public int start() {
        try {
            return javalin.start(settings.host(), settings.port()).port();
        } catch (JavalinException e) {
            throw new EnvdriftException(
                    ErrorCode.SERVER,
                    "Cannot listen on " + settings.host() + ":" + settings.port(),
                    "another server may use the port; choose one with --port",
                    e);
        }
    }

    /** Stops to listen, lets the calls that are running finish, then returns. */
    public void stop() {
        javalin.stop();
    }

    private static void quiet(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.router.ignoreTrailingSlashes = false;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.http.defaultContentType = "application/json";
    }

    private void addRoutes(JavalinConfig config, List<Route> routes) {
        config.routes.before(context -> context.header("Access-Control-Allow-Origin", "*"));
        config.routes.options("*", this::answerOptions);
        for (HandlerType method :
                List.of(HandlerType.GET, HandlerType.POST, HandlerType.PUT, HandlerType.PATCH, HandlerType.DELETE)) {
            config.routes.addHttpHandler(method, Endpoint.HEALTH_PATH, this::answerHealth);
        }
        for (Route route : routes) {
            config.routes.post(route.endpoint().path(), context -> answer(route, context));
        }
        config.routes.error(404, this::answerUnknownPath);
        config.routes.exception(Refusal.class, HttpApi::answerRefusal);
        config.routes.exception(Exception.class, HttpApi::answerDefect);
    }

    /** Called for every 404, also for those of the API itself, which stay as they are. */
    private void answerUnknownPath(Context context) throws IOException {
        if (context.attribute(ANSWERED) == null) {
            drain(context);
            write(context, 404, new Failure("Not found").toJson());
        }
    }

    private void answerOptions(Context context) throws IOException {
        drain(context);
        context.header("Access-Control-Allow-Methods", "POST, GET, OPTIONS")
                .header("Access-Control-Allow-Headers", "Content-Type, X-Vault-Signature, Authorization")
                .status(200);
    }

    private void answerHealth(Context context) throws IOException {
        drain(context);
        boolean ok = healthy.getAsBoolean();
        String status = ok ? "ok" : "unavailable";
        write(context, ok ? 200 : 503, "{\"status\":\"" + status + "\",\"ts\":" + clock.getAsLong() + "}");
    }

    private void answer(Route route, Context context) throws IOException {
        long start = System.nanoTime();
        int status = 200;
        String json;
        try {
            json = calls.answer(route, read(route, context));
        } catch (Refusal e) {
            status = e.status();
            json = new Failure(e.getMessage()).toJson();
        } catch (DatabaseUnavailableException e) {
            LOG.error("{}: {}", route.endpoint(), String.valueOf(e.getCause()));
            status = 503;
            json = new Failure("Database unavailable").toJson();
        }
        meter.record(route.endpoint(), status, System.nanoTime() - start);
        context.attribute(ANSWERED, true);
        send(context, status, json);
    }

    private ApiRequest read(Route route, Context context) throws IOException {
        if (context.req().getContentLengthLong() > settings.maxBodyBytes() && context.header("Expect") != null) {
            // The client waits for a word before it sends; reading would tell it to go on.
            closeAfter(context);
            throw tooLarge();
        }
        Body stream = new Body(context);
        byte[] body = stream.read(mostBytesOf(context));
        if (body.length > settings.maxBodyBytes()) {
            // Read a little further: a client that is cut off while it writes never sees the answer.
            stream.read(settings.maxBodyBytes());
            closeAfter(context);
            throw tooLarge();
        }
        return new ApiRequest(
                route.endpoint(),
                body,
                signature(context),
                Optional.ofNullable(context.header("Authorization"))
                        .filter(value -> value.startsWith(BEARER))
                        .map(value -> value.substring(BEARER.length()).strip()),
                proxies.callerOf(
                        context.req().getRemoteAddr(),
                        Collections.list(context.req().getHeaders("X-Forwarded-For"))),
                Optional.ofNullable(context.userAgent())
                        .map(agent -> agent.substring(0, Math.min(agent.length(), MAX_USER_AGENT))));
    }

    private Refusal tooLarge() {
        return new Refusal(413, "Request is larger than " + settings.maxBodyBytes() + " bytes");
    }

    /** Several headers are one with commas, as everywhere in HTTP: the last of two equal parts counts. */
    private static Optional<String> signature(Context context) {
        List<String> values = Collections.list(context.req().getHeaders(Endpoint.SIGNATURE_HEADER));
        return values.isEmpty() ? Optional.empty() : Optional.of(String.join(",", values));
    }

    /** A known length saves a large buffer per call; one byte more than allowed shows that there is too much. */
    private int mostBytesOf(Context context) {
        int most = settings.maxBodyBytes() + 1;
        long length = context.req().getContentLengthLong();
        return length < 0 ? most : (int) Math.min(length, most);
    }

    /** Reads a body that nobody wants: unread, it would cost the caller the connection, perhaps before the answer is read. */
    private void drain(Context context) throws IOException {
        if (context.req().getContentLengthLong() != 0) {
            int most = settings.maxBodyBytes() + 1;
            if (new Body(context).read(most).length == most) {
                closeAfter(context);
            }
        }
    }

    /** Says that the connection ends with this answer: what is left of the body would be in the next request's way. */
    private static void closeAfter(Context context) {
        context.header("Connection", "close");
    }

    private static void answerRefusal(Refusal refusal, Context context) {
        write(context, refusal.status(), new Failure(refusal.getMessage()).toJson());
    }

    private static void answerDefect(Exception failure, Context context) {
        if (context.res().isCommitted() && failure instanceof IOException) {
            // The caller went away while it was answered: there is nobody to tell.
            return;
        }
        if (failure instanceof EOFException) {
            closeAfter(context);
            write(context, 400, new Failure("Request is incomplete").toJson());
            return;
        }
        LOG.error("{} {} failed", context.method(), context.path(), failure);
        write(context, 500, new Failure("Internal error").toJson());
    }

    /** Sends at once and without Javalin, which would copy all of it once more and look for a way to compress it. */
    private static void send(Context context, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        context.status(status).contentType("application/json");
        context.res().setContentLength(bytes.length);
        context.res().getOutputStream().write(bytes);
    }

    private static void write(Context context, int status, String json) {
        context.status(status).contentType("application/json").result(json.getBytes(StandardCharsets.UTF_8));
    }
}

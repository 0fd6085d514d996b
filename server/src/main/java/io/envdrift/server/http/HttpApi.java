package io.envdrift.server.http;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.server.pipeline.Api;
import io.envdrift.server.pipeline.Call;
import io.envdrift.server.pipeline.Cors;
import io.envdrift.server.pipeline.Landing;
import io.envdrift.server.pipeline.Pipeline;
import io.envdrift.server.pipeline.Refusal;
import io.envdrift.server.pipeline.Reply;
import io.envdrift.server.pipeline.Router;
import io.envdrift.server.pipeline.Router.Target.Found;
import io.envdrift.server.pipeline.Router.Target.Unknown;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.util.JavalinException;
import java.io.EOFException;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves all APIs: finds what a request means, reads it, and sends the reply. There is never an error page. */
public final class HttpApi {
    private static final Logger LOG = LoggerFactory.getLogger(HttpApi.class);
    private static final int MAX_USER_AGENT = 512;
    private static final String HEALTH_PATH = "/health";
    private static final Set<String> HEALTH_METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");
    private static final int NOT_MODIFIED = 304;
    private static final String ANSWERED = "answered";
    private static final String MEANT = "meant";

    private final HttpSettings settings;
    private final TrustedProxies proxies;
    private final Router router;
    private final Landing landing;
    private final Pipeline pipeline;
    private final CallMeter meter;
    private final BooleanSupplier healthy;
    private final LongSupplier clock;
    private final Javalin javalin;

    /**
     * Prepares a server.
     *
     * @param landing where browsers go
     * @param healthy whether the database answers
     * @param clock milliseconds since 1970
     */
    public HttpApi(
            HttpSettings settings,
            Router router,
            Landing landing,
            Pipeline pipeline,
            CallMeter meter,
            BooleanSupplier healthy,
            LongSupplier clock) {
        this.settings = settings;
        this.proxies = new TrustedProxies(settings.proxies());
        this.router = router;
        this.landing = landing;
        this.pipeline = pipeline;
        this.meter = meter;
        this.healthy = healthy;
        this.clock = clock;
        this.javalin = Javalin.create(config -> {
            JettySetup.apply(config, settings, this::refused);
            quiet(config);
            addHandlers(config);
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

    /** The paths are matched here and not by Javalin, which decodes them first: an encoded slash would become a real one. */
    private void addHandlers(JavalinConfig config) {
        for (HandlerType method : HandlerType.values()) {
            if (method.isHttpMethod()) {
                config.routes.addHttpHandler(method, "*", this::answer);
            }
        }
        config.routes.error(404, this::answerOddMethod);
        config.routes.exception(Exception.class, this::answerDefect);
    }

    /** Called for every 404, also for those of the APIs themselves, which stay as they are. */
    private void answerOddMethod(Context context) throws IOException {
        if (context.attribute(ANSWERED) == null) {
            answer(context);
        }
    }

    private void answer(Context context) throws IOException {
        context.attribute(ANSWERED, true);
        try {
            send(context, reply(context));
        } catch (Refusal e) {
            send(context, refused(path(context), e));
        }
    }

    private Reply reply(Context context) throws IOException {
        String method = context.req().getMethod();
        String path = path(context);
        if (path.equals(HEALTH_PATH) && HEALTH_METHODS.contains(method)) {
            drain(context);
            return withOrigin(router.owner(path), health());
        }
        Api owner = router.owner(path);
        if (method.equals("OPTIONS") && owner.cors() instanceof Cors.Any any) {
            drain(context);
            return withOrigin(
                    owner,
                    Reply.empty(200)
                            .with("Access-Control-Allow-Methods", any.methods())
                            .with("Access-Control-Allow-Headers", any.headers()));
        }
        return switch (router.find(method, path)) {
            case Unknown unknown -> {
                drain(context);
                yield landing.of(method, path, Collections.list(context.req().getHeaders("Accept")))
                        .orElseGet(() -> withOrigin(
                                unknown.api(),
                                unknown.api().refused(unknown.api().unknown(unknown.methods()))));
            }
            case Found found -> {
                context.attribute(MEANT, found.api());
                yield withOrigin(found.api(), answer(found, context));
            }
        };
    }

    private Reply answer(Found found, Context context) throws IOException {
        long start = System.nanoTime();
        Reply reply;
        try {
            reply = pipeline.answer(found.api(), found.route(), read(found, context));
        } catch (Refusal e) {
            reply = found.api().refused(e);
        }
        String name = found.route().operation().name();
        meter.record(found.api().name(), name, reply.status(), System.nanoTime() - start);
        return reply;
    }

    private Reply health() {
        boolean ok = healthy.getAsBoolean();
        String status = ok ? "ok" : "unavailable";
        return Reply.json(ok ? 200 : 503, "{\"status\":\"" + status + "\",\"ts\":" + clock.getAsLong() + "}");
    }

    /** Returns a refusal in the form of the API that answers for a path. */
    private Reply refused(String path, Refusal refusal) {
        Api owner = router.owner(path);
        return withOrigin(owner, owner.refused(refusal));
    }

    private static Reply withOrigin(Api api, Reply reply) {
        return api.cors()
                .origin()
                .map(origin -> reply.with("Access-Control-Allow-Origin", origin))
                .orElse(reply);
    }

    /** Returns the path as it was sent. */
    private static String path(Context context) {
        return context.req().getRequestURI();
    }

    private Call read(Found found, Context context) throws IOException {
        if (context.req().getContentLengthLong() > settings.maxBodyBytes() && context.header("Expect") != null) {
            // The client waits for "100 Continue" before it sends; reading would send it.
            closeAfter(context);
            throw Refusal.tooLarge(settings.maxBodyBytes());
        }
        Body stream = new Body(context);
        byte[] body = stream.read(mostBytesOf(context));
        if (body.length > settings.maxBodyBytes()) {
            // Read a little further: a client that is cut off while it writes never sees the answer.
            stream.read(settings.maxBodyBytes());
            closeAfter(context);
            throw Refusal.tooLarge(settings.maxBodyBytes());
        }
        return new Call(
                found.route().operation(),
                found.parameters(),
                Objects.requireNonNullElse(context.req().getQueryString(), ""),
                new SentHeaders(context),
                body,
                proxies.callerOf(
                        context.req().getRemoteAddr(),
                        Collections.list(context.req().getHeaders("X-Forwarded-For"))),
                Optional.ofNullable(context.userAgent())
                        .map(agent -> agent.substring(0, Math.min(agent.length(), MAX_USER_AGENT))));
    }

    private record SentHeaders(Context context) implements Call.Headers {
        @Override
        public List<String> all(String name) {
            return Collections.list(context.req().getHeaders(name));
        }

        @Override
        public List<String> names() {
            return Collections.list(context.req().getHeaderNames());
        }
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

    private void answerDefect(Exception failure, Context context) {
        if (context.res().isCommitted() && failure instanceof IOException) {
            // The caller closed the connection, so there is nobody to answer.
            return;
        }
        if (failure instanceof EOFException) {
            closeAfter(context);
            write(context, refused(context, Refusal.incomplete(400)));
            return;
        }
        LOG.error("{} {} failed", context.method(), context.path(), failure);
        write(context, refused(context, Refusal.internal()));
    }

    /** Returns a refusal in the form of the API that was called, or else of the one that answers for the path. */
    private Reply refused(Context context, Refusal refusal) {
        Api api = context.attribute(MEANT);
        return api == null ? refused(path(context), refusal) : withOrigin(api, api.refused(refusal));
    }

    /** Sends at once and without Javalin, which would copy all of it once more and look for a way to compress it. */
    private static void send(Context context, Reply reply) throws IOException {
        writeHead(context, reply);
        if (reply.status() != NOT_MODIFIED) {
            context.res().setContentLength(reply.body().length);
        }
        context.res().getOutputStream().write(reply.body());
    }

    private static void write(Context context, Reply reply) {
        writeHead(context, reply);
        context.result(reply.body());
    }

    private static void writeHead(Context context, Reply reply) {
        context.status(reply.status());
        // An API's answer is for its caller alone, and no page to show in a browser.
        context.header("Cache-Control", "no-store");
        context.header("X-Content-Type-Options", "nosniff");
        reply.headers().forEach(context::header);
        // Javalin has set one already, and an answer without a body has none.
        context.res().setContentType(reply.contentType().isEmpty() ? null : reply.contentType());
    }
}

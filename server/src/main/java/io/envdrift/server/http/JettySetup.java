package io.envdrift.server.http;

import io.envdrift.server.pipeline.Refusal;
import io.envdrift.server.pipeline.Reply;
import io.javalin.config.JavalinConfig;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.ConnectionLimit;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/** How the web server below behaves: silent callers are cut off, its own errors are JSON as well, a stop is clean. */
final class JettySetup {
    /** Four times what one address may use. */
    private static final int THREADS = 4 * Uploads.CALLS_PER_ADDRESS;

    /** All descriptors must not be one stranger's: beyond it, idle connections end soon and no more are accepted. */
    private static final int MOST_CONNECTIONS = 4096;

    private static final int MOST_HEADER_BYTES = 128 << 10;
    private static final int SEND_BUFFER = 256 << 10;
    private static final Duration STOP = Duration.ofSeconds(10);

    private JettySetup() {}

    /** Puts a refusal into the form of whatever answers for a path. */
    @FunctionalInterface
    interface ErrorForm {
        /** Returns the reply. */
        Reply refused(String path, Refusal refusal);
    }

    static void apply(JavalinConfig config, HttpSettings settings, ErrorForm errors) {
        QueuedThreadPool threads = new QueuedThreadPool(THREADS);
        threads.setName("http");
        config.jetty.threadPool = threads;
        config.jetty.modifyHttpConfiguration(http -> limit(http, settings.limits()));
        RunningCalls running = new RunningCalls();
        Uploads uploads = new Uploads(settings, threads);
        config.jetty.modifyServer(server -> {
            running.setHandler(uploads);
            server.setHandler(running);
            server.addBean(new ConnectionLimit(MOST_CONNECTIONS, server));
            server.setErrorHandler(new FormedErrors(errors));
            server.setStopTimeout(STOP.toMillis());
            if (AccessLog.isWanted()) {
                server.setRequestLog(new AccessLog(new TrustedProxies(settings.proxies())));
            }
        });
        config.jetty.addConnector((server, http) -> {
            ServerConnector connector = connector(server, running, http, settings);
            connector.addBean(new ConnectionWatch(connector, running, uploads, settings.limits(), headIsLate(errors)));
            return connector;
        });
    }

    private static void limit(HttpConfiguration http, CallerLimits limits) {
        http.setSendServerVersion(false);
        http.setIdleTimeout(limits.idle().toMillis());
        // Operations are matched by the path as it was sent, so an encoded name in it is not ambiguous.
        http.setUriCompliance(UriCompliance.UNSAFE);
        // EnvSync's original client sends the names of all keys in the query.
        http.setRequestHeaderSize(MOST_HEADER_BYTES);
        // Otherwise Jetty keeps the fields of a request, tokens among them, for the next one on the connection, and
        // looks them up character by character, which takes longer than parsing them again. It also took a field that
        // differs in case only for the kept one: another token.
        http.setHeaderCacheSize(0);
    }

    private static ServerConnector connector(
            Server server, RunningCalls running, HttpConfiguration http, HttpSettings settings) {
        ServerConnector connector = settings.tls()
                .map(files -> encrypted(server, running, http, settings, files.load()))
                .orElseGet(() -> new GracefulConnector(
                        server, running, STOP, new AdmittedConnections(http, settings, server.getThreadPool())));
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        connector.setIdleTimeout(settings.limits().idle().toMillis());
        // Linux would grow it to megabytes, each filled with answers that a stranger asks for and never takes.
        connector.setAcceptedSendBufferSize(SEND_BUFFER);
        return connector;
    }

    private static ServerConnector encrypted(
            Server server,
            RunningCalls running,
            HttpConfiguration http,
            HttpSettings settings,
            SslContextFactory.Server tls) {
        HttpConfiguration secure = new HttpConfiguration(http);
        // The server answers under any host name: clients and proxies choose it.
        secure.addCustomizer(new SecureRequestCustomizer(false));
        return new GracefulConnector(
                server,
                running,
                STOP,
                new SslConnectionFactory(tls, "http/1.1"),
                new AdmittedConnections(secure, settings, server.getThreadPool()));
    }

    /** No path is known yet, so that the API of the root answers. */
    private static byte[] headIsLate(ErrorForm errors) {
        Reply reply = errors.refused("/", Refusal.incomplete(408));
        String head = "HTTP/1.1 408 Request Timeout\r\nContent-Type: " + reply.contentType()
                + "\r\nConnection: close\r\nContent-Length: " + reply.body().length + "\r\n\r\n";
        return ByteBuffer.allocate(head.length() + reply.body().length)
                .put(head.getBytes(StandardCharsets.US_ASCII))
                .put(reply.body())
                .array();
    }

    /** Answers what never reaches a route: malformed requests, ambiguous paths, headers without end. */
    private static final class FormedErrors extends ErrorHandler {
        private final ErrorForm form;

        FormedErrors(ErrorForm form) {
            this.form = form;
        }

        @Override
        protected void generateResponse(
                Request request,
                Response response,
                int code,
                @Nullable String message,
                @Nullable Throwable cause,
                Callback callback) {
            Refusal refusal = code == 404 ? Refusal.unknownPath() : new Refusal(code, "Bad request");
            String path = request.getHttpURI().getPath();
            Reply reply = form.refused(path == null ? "/" : path, refusal);
            response.setStatus(code);
            reply.headers().forEach(response.getHeaders()::put);
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, reply.contentType());
            // The connection ends after a malformed request; a client that is not told would use it again.
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
            response.write(true, ByteBuffer.wrap(reply.body()), callback);
        }
    }
}

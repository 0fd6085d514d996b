package io.envdrift.server.http;

import io.envdrift.server.pipeline.Refusal;
import io.envdrift.server.pipeline.Reply;
import io.javalin.config.JavalinConfig;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
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
    private static final int THREADS = 64;
    private static final Duration IDLE = Duration.ofSeconds(30);
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
        config.jetty.modifyHttpConfiguration(JettySetup::limit);
        RunningCalls running = new RunningCalls();
        config.jetty.modifyServer(server -> {
            server.setHandler(running);
            server.setErrorHandler(new FormedErrors(errors));
            server.setStopTimeout(STOP.toMillis());
        });
        config.jetty.addConnector((server, http) -> connector(server, running, http, settings));
    }

    private static void limit(HttpConfiguration http) {
        http.setSendServerVersion(false);
        http.setIdleTimeout(IDLE.toMillis());
    }

    private static ServerConnector connector(
            Server server, RunningCalls running, HttpConfiguration http, HttpSettings settings) {
        ServerConnector connector = settings.tls()
                .map(files -> encrypted(server, running, http, files.load()))
                .orElseGet(() -> new GracefulConnector(server, running, STOP, new HttpConnectionFactory(http)));
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        connector.setIdleTimeout(IDLE.toMillis());
        return connector;
    }

    private static ServerConnector encrypted(
            Server server, RunningCalls running, HttpConfiguration http, SslContextFactory.Server tls) {
        HttpConfiguration secure = new HttpConfiguration(http);
        // Names are the client's business; a server behind any name must answer.
        secure.addCustomizer(new SecureRequestCustomizer(false));
        return new GracefulConnector(
                server, running, STOP, new SslConnectionFactory(tls, "http/1.1"), new HttpConnectionFactory(secure));
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

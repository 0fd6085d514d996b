package io.envdrift.server.http;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * Ends connections that wait for a next request soon when the server stops, so that those in the midst of a call can
 * have all the time there is. Jetty's own connector gives both the same time.
 */
final class GracefulConnector extends ServerConnector {
    private final RunningCalls running;

    /** Prepares a connector whose running calls may be silent for this long after a stop has begun. */
    GracefulConnector(Server server, RunningCalls running, Duration stop, ConnectionFactory... protocols) {
        super(server, protocols);
        this.running = running;
        setShutdownIdleTimeout(stop.toMillis());
    }

    @Override
    public CompletableFuture<Void> shutdown() {
        running.stopping();
        CompletableFuture<Void> done = super.shutdown();
        for (EndPoint connection : List.copyOf(getConnectedEndPoints())) {
            running.endIfIdle(plain(connection));
        }
        return done;
    }

    /** Returns the side of a connection on which nothing is encrypted. */
    static EndPoint plain(EndPoint connection) {
        return connection.getConnection() instanceof SslConnection tls ? tls.getSslEndPoint() : connection;
    }
}

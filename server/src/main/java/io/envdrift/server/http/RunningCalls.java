package io.envdrift.server.http;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Knows the connections with a running call, and ends the others soon once the server stops. */
final class RunningCalls extends Handler.Wrapper {
    private static final Duration IDLE_AT_STOP = Duration.ofMillis(100);

    private final Set<EndPoint> connections = ConcurrentHashMap.newKeySet();

    private volatile boolean stopping;

    /** Begins the stop: connections whose call ends from now on are ended then. */
    void stopping() {
        stopping = true;
    }

    /** Ends a connection soon unless a call is running on it. */
    void endIfIdle(EndPoint connection) {
        if (!connections.contains(connection)) {
            connection.setIdleTimeout(IDLE_AT_STOP.toMillis());
        }
    }

    /** Tells whether a call is running on a connection. */
    boolean isRunning(EndPoint connection) {
        return connections.contains(connection);
    }

    private void ended(EndPoint connection) {
        connections.remove(connection);
        // Asked after the removal: a stop that begins in between finds the connection idle itself.
        if (stopping) {
            endIfIdle(connection);
        }
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        EndPoint connection = request.getConnectionMetaData().getConnection().getEndPoint();
        connections.add(connection);
        boolean handled = false;
        try {
            handled = super.handle(request, response, new Ending(connection, callback));
        } finally {
            if (!handled) {
                ended(connection);
            }
        }
        return handled;
    }

    /** Forgets the connection before it is given back: the next call on it may begin in another thread at once. */
    private final class Ending extends Callback.Nested {
        private final EndPoint connection;

        Ending(EndPoint connection, Callback callback) {
            super(callback);
            this.connection = connection;
        }

        @Override
        public void succeeded() {
            ended(connection);
            super.succeeded();
        }

        @Override
        public void failed(Throwable failure) {
            ended(connection);
            super.failed(failure);
        }
    }
}

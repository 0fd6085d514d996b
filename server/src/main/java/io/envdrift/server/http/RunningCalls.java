package io.envdrift.server.http;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Knows the connections that are in the midst of a call. */
final class RunningCalls extends Handler.Wrapper {
    private final Set<EndPoint> connections = ConcurrentHashMap.newKeySet();

    boolean isRunningOn(EndPoint connection) {
        return connections.contains(connection);
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
                connections.remove(connection);
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
            connections.remove(connection);
            super.succeeded();
        }

        @Override
        public void failed(Throwable failure) {
            connections.remove(connection);
            super.failed(failure);
        }
    }
}

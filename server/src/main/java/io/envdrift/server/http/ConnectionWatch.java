package io.envdrift.server.http;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.AbstractLifeCycle;

/**
 * Ends connections whose request's head is not there in time, that do nothing, or whose call takes longer than any can. Jetty's
 * idle time begins anew with every byte, and its {@code minRequestDataRate} is read by nothing in Jetty 12.
 */
final class ConnectionWatch extends AbstractLifeCycle {
    private static final long MOST_MILLIS_BETWEEN = 1000;
    /** How exactly deadlines are kept. */
    private static final int LOOKS_PER_DEADLINE = 5;

    private final ServerConnector connector;
    private final RunningCalls running;
    private final Uploads uploads;
    private final CallerLimits limits;
    private final byte[] answer;
    private Map<EndPoint, Seen> before = new HashMap<>();

    /** What a connection was doing, and since when it has been doing that. */
    private record Seen(State state, long messages, long since) {}

    private enum State {
        WAITS,
        HEAD,
        CALL
    }

    /**
     * Creates a watch.
     *
     * @param answer the whole answer to a head that was not there in time
     */
    ConnectionWatch(
            ServerConnector connector, RunningCalls running, Uploads uploads, CallerLimits limits, byte[] answer) {
        this.connector = connector;
        this.running = running;
        this.uploads = uploads;
        this.limits = limits;
        this.answer = answer;
    }

    @Override
    protected void doStart() {
        lookLater();
    }

    private void lookLater() {
        long shortest = Math.min(
                limits.idle().toMillis(),
                Math.min(limits.head().toMillis(), limits.body().toMillis()));
        long millis = Math.clamp(shortest / LOOKS_PER_DEADLINE, 1, MOST_MILLIS_BETWEEN);
        var unused = connector.getScheduler().schedule(this::look, millis, TimeUnit.MILLISECONDS);
    }

    private void look() {
        if (isRunning()) {
            long now = System.nanoTime();
            uploads.endLate(now);
            endLate(now);
            lookLater();
        }
    }

    private void endLate(long nanoTime) {
        Map<EndPoint, Seen> now = new HashMap<>();
        for (EndPoint connection : List.copyOf(connector.getConnectedEndPoints())) {
            EndPoint plain = GracefulConnector.plain(connection);
            if (plain.getConnection() instanceof HttpConnection http) {
                State state = state(http, running.isRunning(plain));
                Seen seen = before.get(connection);
                if (seen == null || seen.state != state || seen.messages != http.getMessagesIn()) {
                    seen = new Seen(state, http.getMessagesIn(), nanoTime);
                }
                if (nanoTime - seen.since >= limit(state).toNanos()) {
                    end(plain, state);
                } else {
                    now.put(connection, seen);
                }
            }
        }
        before = now;
    }

    private static State state(HttpConnection http, boolean running) {
        if (running) {
            return State.CALL;
        }
        return http.getParser().inHeaderState() && !http.getParser().isStart() ? State.HEAD : State.WAITS;
    }

    private Duration limit(State state) {
        return switch (state) {
            case HEAD -> limits.head();
            // Jetty ends those that are silent; bytes that begin no request do not count.
            case WAITS -> limits.idle().plus(limits.head());
            // A call may wait for the database for most of the first half; then its answer must be taken.
            case CALL -> limits.idle().multipliedBy(2);
        };
    }

    private void end(EndPoint connection, State state) {
        if (state != State.HEAD) {
            connection.close();
            return;
        }
        try {
            connection.write(Callback.from(connection::close), ByteBuffer.wrap(answer));
        } catch (RuntimeException e) {
            // An answer is being written already.
            connection.close();
        }
    }
}

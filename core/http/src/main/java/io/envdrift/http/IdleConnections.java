package io.envdrift.http;

import io.envdrift.base.Deadline;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Connections that wait for their next exchange; for a short time, because servers end idle ones without notice. */
final class IdleConnections implements AutoCloseable {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final int MOST_PER_ROUTE = 32;

    private final Map<Route, Deque<Idle>> waiting = new HashMap<>();
    private boolean closed;

    private record Idle(Connection connection, Deadline end) {}

    /** Takes a living connection. */
    synchronized Optional<Connection> take(Route route) {
        Deque<Idle> queue = waiting.getOrDefault(route, new ArrayDeque<>());
        while (!queue.isEmpty()) {
            Idle idle = queue.pop();
            if (!idle.end.hasPassed() && idle.connection.isAlive()) {
                return Optional.of(idle.connection);
            }
            idle.connection.close();
        }
        return Optional.empty();
    }

    /** Gives a connection back, the latest to be taken first. */
    synchronized void put(Connection connection) {
        Deque<Idle> queue = waiting.computeIfAbsent(connection.route(), any -> new ArrayDeque<>());
        if (closed || queue.size() >= MOST_PER_ROUTE) {
            connection.close();
        } else {
            queue.push(new Idle(connection, Deadline.in(LONGEST_WAIT)));
        }
    }

    /** Ends all, and those that come back later. */
    @Override
    public synchronized void close() {
        closed = true;
        waiting.values().forEach(queue -> queue.forEach(idle -> idle.connection.close()));
        waiting.clear();
    }
}

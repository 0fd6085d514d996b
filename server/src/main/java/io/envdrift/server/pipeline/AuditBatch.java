package io.envdrift.server.pipeline;

import io.envdrift.server.store.Database;
import io.envdrift.server.store.DatabaseUnavailableException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rows about calls that changed nothing, written together about once a second: a server that is killed loses at most the
 * last second of them. Changes do not come here; their rows are part of their own transaction.
 */
public final class AuditBatch {
    private static final Logger LOG = LoggerFactory.getLogger(AuditBatch.class);
    private static final int MAX_WAITING = 10_000;

    private final Database database;
    private final BlockingQueue<AuditEvent> waiting = new ArrayBlockingQueue<>(MAX_WAITING);

    /** Creates a batch that writes to the database. */
    public AuditBatch(Database database) {
        this.database = database;
    }

    private record Seen(Sighting sighting, Instant time) {
        Seen latest(Seen other) {
            return time.isAfter(other.time) ? this : other;
        }
    }

    /** Takes a row; writes the waiting ones first when there are too many. */
    void add(AuditEvent event) {
        while (!waiting.offer(event)) {
            flush();
        }
    }

    /** Writes what is waiting. When the database fails the rows are lost, which the log says. */
    public synchronized void flush() {
        List<AuditEvent> events = new ArrayList<>();
        waiting.drainTo(events);
        if (events.isEmpty()) {
            return;
        }
        Map<String, Seen> seen = new LinkedHashMap<>();
        for (AuditEvent event : events) {
            event.entry()
                    .sighting()
                    .ifPresent(sighting ->
                            seen.merge(sighting.key(), new Seen(sighting, event.time()), (a, b) -> a.latest(b)));
        }
        try {
            database.write(connection -> {
                AuditLog.addAll(connection, events);
                for (Seen last : seen.values()) {
                    last.sighting().note().write(connection, last.time());
                }
                return events.size();
            });
        } catch (DatabaseUnavailableException e) {
            LOG.warn("{} audit rows were lost: {}", events.size(), String.valueOf(e.getCause()));
        }
    }
}

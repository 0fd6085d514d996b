package io.envdrift.server.pipeline;

import io.envdrift.server.store.Database;
import io.envdrift.server.store.Database.Work;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The session of one call: its access to the database, and its entry in the audit log. */
public final class Session {
    private final Database database;
    private final AuditBatch batch;
    private final InstantSource clock;
    private final Api api;
    private final Call call;
    private @Nullable AuditEntry known;

    Session(Database database, AuditBatch batch, InstantSource clock, Api api, Call call) {
        this.database = database;
        this.batch = batch;
        this.clock = clock;
        this.api = api;
        this.call = call;
    }

    /** Reads, outside of a transaction. */
    public <T> T read(Work<T> work) {
        return database.read(work);
    }

    /** Reads and answers; the log's row follows within a second. */
    public Reply query(Work<Answer> work) {
        return logged(database.read(work));
    }

    /** Takes what was answered after reading; the log's row follows within a second. */
    public Reply logged(Answer answer) {
        answer.audit().ifPresent(entry -> batch.add(event(answer.reply().status(), entry)));
        return answer.reply();
    }

    /**
     * Changes and answers in one transaction, together with the log's row. The work may run more than once.
     *
     * @throws IllegalStateException when the operation is none that changes something
     */
    public Reply change(Work<Answer> work) {
        if (call.operation().effect() != Operation.Effect.CHANGES) {
            throw new IllegalStateException(call.operation().name() + " must not change anything");
        }
        return database.write(connection -> {
            Answer answer = work.on(connection);
            if (answer.audit().isPresent()) {
                AuditEntry entry = answer.audit().get();
                AuditEvent event = event(answer.reply().status(), entry);
                AuditLog.add(connection, event);
                if (entry.sighting().isPresent()) {
                    entry.sighting().get().note().write(connection, event.time());
                }
            }
            return answer.reply();
        });
    }

    /** Notes which existing project a call is about: from now on a refusal is logged, under that project. */
    public void concerns(String project, Optional<String> subject, Optional<Principal> principal) {
        known = AuditEntry.of(project, subject, principal);
    }

    /** Returns the time of the call. */
    public Instant now() {
        return clock.instant();
    }

    void logRefused(int status) {
        if (known != null) {
            batch.add(event(status, known));
        }
    }

    private AuditEvent event(int status, AuditEntry entry) {
        return AuditEvent.of(api, call, status, entry, clock.instant());
    }
}

package io.envdrift.server.pipeline;

import java.util.Optional;

/**
 * What an operation answers, and what the audit log shall say about it.
 *
 * @param audit nothing for what is not logged
 */
public record Answer(Reply reply, Optional<AuditEntry> audit) {
    /** Creates an answer that is not logged. */
    public static Answer unlogged(Reply reply) {
        return new Answer(reply, Optional.empty());
    }

    /** Creates an answer that is logged. */
    public static Answer logged(Reply reply, AuditEntry entry) {
        return new Answer(reply, Optional.of(entry));
    }
}

package io.envdrift.server.pipeline;

/**
 * Something that an API offers.
 *
 * @param name what it is called in the audit log and the metrics, as in {@code push}; unique within its API
 * @param method the HTTP method
 * @param path where it is
 * @param effect whether it may write
 * @param audience who may call it
 */
public record Operation(String name, String method, PathTemplate path, Effect effect, Audience audience) {
    /** What an operation does to the database. */
    public enum Effect {
        /** It reads. */
        READS,
        /** It may write. */
        CHANGES
    }

    /** Who may call an operation. */
    public enum Audience {
        /** Callers who prove who they are: only their failed calls count against the limit of an address. */
        KNOWN,
        /** Anybody: every call counts. */
        ANYBODY
    }

    /** Creates an operation of known callers that reads. */
    public static Operation reading(String name, String method, String path) {
        return new Operation(name, method, PathTemplate.parse(path), Effect.READS, Audience.KNOWN);
    }

    /** Creates an operation of known callers that may write. */
    public static Operation changing(String name, String method, String path) {
        return new Operation(name, method, PathTemplate.parse(path), Effect.CHANGES, Audience.KNOWN);
    }

    /** Returns the same operation for anybody. */
    public Operation forAnybody() {
        return new Operation(name, method, path, effect, Audience.ANYBODY);
    }
}

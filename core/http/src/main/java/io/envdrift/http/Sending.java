package io.envdrift.http;

/** Whether a request may be sent again after its answer was lost. */
public enum Sending {
    /** A read, or a write that has the same effect when it happens twice. */
    REPEATABLE,
    /** A write that must not happen twice: sent again only when the server certainly did not perform it. */
    ONCE
}

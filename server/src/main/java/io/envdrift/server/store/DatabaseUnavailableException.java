package io.envdrift.server.store;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;

/** Thrown when the database cannot be reached or refuses work; callers get 503 and may try again. */
public final class DatabaseUnavailableException extends EnvdriftException {
    private static final long serialVersionUID = 1L;

    /** Wraps what the driver said; its text is for the log, not for callers. */
    public DatabaseUnavailableException(Throwable cause) {
        super(ErrorCode.SERVER, "The database is not available", "see the server's log", cause);
    }
}

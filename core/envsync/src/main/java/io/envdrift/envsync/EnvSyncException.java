package io.envdrift.envsync;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Thrown when a server refuses a call, or when its answer cannot be used. */
public final class EnvSyncException extends EnvdriftException {
    private static final long serialVersionUID = 1L;

    private final int status;

    EnvSyncException(ErrorCode code, int status, String message, @Nullable String hint) {
        super(code, message, hint);
        this.status = status;
    }

    /** Returns the HTTP status, if the server refused. */
    public OptionalInt status() {
        return status == 0 ? OptionalInt.empty() : OptionalInt.of(status);
    }
}

package io.envdrift.http;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Thrown by the client of a protocol when a server refuses a call, or when its answer cannot be used. */
public abstract class ServerException extends EnvdriftException {
    private static final long serialVersionUID = 1L;

    private final int status;

    /**
     * Creates one.
     *
     * @param status of the answer; 0 when the server did not refuse
     */
    protected ServerException(ErrorCode code, int status, String message, @Nullable String hint) {
        super(code, message, hint);
        this.status = status;
    }

    /** Returns the HTTP status, if the server refused. */
    public final OptionalInt status() {
        return status == 0 ? OptionalInt.empty() : OptionalInt.of(status);
    }

    /** Tells whether the server failed by itself (5xx), so that another time may be better. */
    public final boolean isServerFailure() {
        return status >= 500;
    }
}

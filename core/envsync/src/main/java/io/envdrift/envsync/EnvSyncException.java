package io.envdrift.envsync;

import io.envdrift.base.ErrorCode;
import io.envdrift.http.ServerException;
import org.jspecify.annotations.Nullable;

/** Thrown when a server refuses a call, or when its answer cannot be used. */
public final class EnvSyncException extends ServerException {
    private static final long serialVersionUID = 1L;

    EnvSyncException(ErrorCode code, int status, String message, @Nullable String hint) {
        super(code, status, message, hint);
    }
}

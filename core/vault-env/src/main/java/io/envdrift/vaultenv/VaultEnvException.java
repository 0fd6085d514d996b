package io.envdrift.vaultenv;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Thrown when a server refuses a call, or when its answer cannot be used. */
public final class VaultEnvException extends EnvdriftException {
    private static final long serialVersionUID = 1L;

    private final int status;

    VaultEnvException(ErrorCode code, int status, String message, @Nullable String hint) {
        super(code, message, hint);
        this.status = status;
    }

    VaultEnvException(ErrorCode code, String message, @Nullable String hint) {
        this(code, 0, message, hint);
    }

    /** Returns the HTTP status, if the server refused. */
    public OptionalInt status() {
        return status == 0 ? OptionalInt.empty() : OptionalInt.of(status);
    }

    /** Tells whether the server failed by itself (5xx), so that another time may be better. */
    boolean isServerFailure() {
        return status >= 500;
    }
}

package io.envdrift.levels;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.levels.protocol.LevelsRefusal;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Thrown when a server refuses a call, or when its answer cannot be used. */
public final class LevelsException extends EnvdriftException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final @Nullable LevelsRefusal refusal;

    LevelsException(
            ErrorCode code, int status, @Nullable LevelsRefusal refusal, String message, @Nullable String hint) {
        super(code, message, hint);
        this.status = status;
        this.refusal = refusal;
    }

    /** Returns the HTTP status, if the server refused. */
    public OptionalInt status() {
        return status == 0 ? OptionalInt.empty() : OptionalInt.of(status);
    }

    /** Returns why, if the server said it in a word of the protocol. */
    public Optional<LevelsRefusal> refusal() {
        return Optional.ofNullable(refusal);
    }
}

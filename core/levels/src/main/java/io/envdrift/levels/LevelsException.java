package io.envdrift.levels;

import io.envdrift.base.ErrorCode;
import io.envdrift.http.ServerException;
import io.envdrift.levels.protocol.LevelsRefusal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Thrown when a server refuses a call, or when its answer cannot be used. */
public final class LevelsException extends ServerException {
    private static final long serialVersionUID = 1L;

    private final @Nullable LevelsRefusal refusal;

    LevelsException(
            ErrorCode code, int status, @Nullable LevelsRefusal refusal, String message, @Nullable String hint) {
        super(code, status, message, hint);
        this.refusal = refusal;
    }

    /** Returns why, if the server said it in a word of the protocol. */
    public Optional<LevelsRefusal> refusal() {
        return Optional.ofNullable(refusal);
    }
}

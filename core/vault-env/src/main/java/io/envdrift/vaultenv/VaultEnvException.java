package io.envdrift.vaultenv;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.vaultenv.protocol.KnownRefusal;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Thrown when a server refuses a call, or when its answer cannot be used. */
public final class VaultEnvException extends EnvdriftException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final @Nullable KnownRefusal known;

    VaultEnvException(ErrorCode code, int status, Optional<KnownRefusal> known, String message, @Nullable String hint) {
        super(code, message, hint);
        this.status = status;
        this.known = known.orElse(null);
    }

    VaultEnvException(ErrorCode code, String message, @Nullable String hint) {
        this(code, 0, Optional.empty(), message, hint);
    }

    /** Returns the HTTP status, if the server refused. */
    public OptionalInt status() {
        return status == 0 ? OptionalInt.empty() : OptionalInt.of(status);
    }

    /** Returns what the server refused for, if its words are those of the protocol. */
    public Optional<KnownRefusal> known() {
        return Optional.ofNullable(known);
    }

    /** Tells whether the server said that nothing is stored. */
    boolean meansEmpty() {
        return known != null && known.meansEmpty();
    }

    /** Tells whether the server failed by itself (5xx), so that another time may be better. */
    boolean isServerFailure() {
        return status >= 500;
    }
}

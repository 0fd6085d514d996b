package io.envdrift.vaultenv;

import io.envdrift.base.ErrorCode;
import io.envdrift.http.ServerException;
import io.envdrift.vaultenv.protocol.VaultEnvRefusal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Thrown when a server refuses a call, or when its answer cannot be used. */
public final class VaultEnvException extends ServerException {
    private static final long serialVersionUID = 1L;

    private final @Nullable VaultEnvRefusal known;

    VaultEnvException(
            ErrorCode code, int status, Optional<VaultEnvRefusal> known, String message, @Nullable String hint) {
        super(code, status, message, hint);
        this.known = known.orElse(null);
    }

    VaultEnvException(ErrorCode code, String message, @Nullable String hint) {
        this(code, 0, Optional.empty(), message, hint);
    }

    /** Returns what the server refused for, if its words are those of the protocol. */
    public Optional<VaultEnvRefusal> known() {
        return Optional.ofNullable(known);
    }

    /** Tells whether the server said that nothing is stored. */
    boolean meansEmpty() {
        return known != null && known.meansEmpty();
    }
}

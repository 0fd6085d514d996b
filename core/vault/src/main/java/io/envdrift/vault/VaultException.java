package io.envdrift.vault;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import org.jspecify.annotations.Nullable;

/** A vault failed: one line that names the vault, the secret where there is one, and the remedy. */
public class VaultException extends EnvdriftException {
    private static final long serialVersionUID = 1L;

    private final String vault;

    /**
     * Creates the error.
     *
     * @param code one of the 400 codes, or what the file system, a lock or an interruption said
     * @param vault the vault's label or, before it is open, the provider's name
     */
    public VaultException(
            ErrorCode code, String vault, String message, @Nullable String hint, @Nullable Throwable cause) {
        super(code, message, hint, cause);
        this.vault = vault;
    }

    /** Returns the label of the vault. */
    public String vault() {
        return vault;
    }
}

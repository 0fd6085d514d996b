package io.envdrift.workflow.push;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.sync.KeyFit;

/** Vault and keys file have different keys. Its code is {@code DRIFT}. */
public final class KeyDriftException extends EnvdriftException {
    private static final long serialVersionUID = 1L;

    private final KeyFit fit;

    /**
     * Creates the error.
     *
     * @param fit which of the keys belongs to the file
     */
    KeyDriftException(KeyFit fit, String message, String hint) {
        super(ErrorCode.DRIFT, message, hint);
        this.fit = fit;
    }

    /** Returns which of the keys belongs to the file. */
    public KeyFit fit() {
        return fit;
    }
}

package io.envdrift.vault;

import io.envdrift.base.ErrorCode;

/** Thrown when a secret is not in the state that a write demanded; nothing was written. */
public final class WriteConflictException extends VaultException {
    private static final long serialVersionUID = 1L;

    /** Creates the error. */
    public WriteConflictException(String vault, String secret) {
        super(
                ErrorCode.WRITE_CONFLICT,
                vault,
                "Secret '" + secret + "' changed meanwhile in " + vault + "; nothing was written",
                "somebody else wrote it: look at the new value, then run the command again",
                null);
        var unused = ofSecret(secret);
    }
}

package io.envdrift.vault;

import io.envdrift.base.ErrorCode;
import org.jspecify.annotations.Nullable;

/** Thrown when a vault has no such secret, or only a deleted version of it. */
public final class SecretNotFoundException extends VaultException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the error.
     *
     * @param message in the provider's words, as in {@code Secret 'x' not found in vault}
     */
    public SecretNotFoundException(String vault, String secret, String message, @Nullable String hint) {
        super(ErrorCode.SECRET_NOT_FOUND, vault, message, hint, null);
        var unused = ofSecret(secret);
    }

    /** Returns the name that was asked for. */
    public String secret() {
        return secretName().orElseThrow();
    }
}

package io.envdrift.vault;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A vault failed: one line that names the vault, the secret where there is one, and the remedy. */
public class VaultException extends EnvdriftException {
    private static final long serialVersionUID = 1L;

    private final String vault;
    private @Nullable String secretName;

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

    /**
     * Returns the error for settings that cannot be used, {@code VAULT_SETTINGS}.
     *
     * @param vault the vault's label or, before it is open, the provider's name
     */
    public static VaultException settings(String vault, String message, String hint) {
        return new VaultException(ErrorCode.VAULT_SETTINGS, vault, message, hint, null);
    }

    /** Adds the secret that it is about, unless it knows one. */
    public VaultException ofSecret(String secret) {
        if (secretName == null) {
            secretName = secret;
        }
        return this;
    }

    /** Returns the name of the secret that was asked for, where it was one. */
    public Optional<String> secretName() {
        return Optional.ofNullable(secretName);
    }

    /** Returns the label of the vault. */
    public String vault() {
        return vault;
    }
}

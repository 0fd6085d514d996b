package io.envdrift.config;

import io.envdrift.base.ErrorCode;
import io.envdrift.vault.VaultException;

/** Thrown when no provider is named and none is clear, which matters only to who asks a vault: an option may name one. */
public final class ProviderNotChosenException extends VaultException {
    private static final long serialVersionUID = 1L;

    ProviderNotChosenException(String message, String hint) {
        super(ErrorCode.VAULT_SETTINGS, "vault", message, hint, null);
    }
}

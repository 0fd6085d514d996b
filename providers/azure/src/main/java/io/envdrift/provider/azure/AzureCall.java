package io.envdrift.provider.azure;

import io.envdrift.http.Sending;
import io.envdrift.vault.VaultAttempt;
import java.util.Optional;

/**
 * A kind of call to Key Vault.
 *
 * @param attempt how its failures are worded
 * @param secret the secret it is about
 * @param permission what it needs, for the hint when it is denied
 * @param sending whether it may happen twice
 */
record AzureCall(VaultAttempt attempt, Optional<String> secret, String permission, Sending sending) {
    private static final String LIST = "List on the vault's secrets (role 'Key Vault Reader')";

    static AzureCall get(String label, String secret) {
        return new AzureCall(
                VaultAttempt.reading(label, secret),
                Optional.of(secret),
                "Get on the vault's secrets (role 'Key Vault Secrets User')",
                Sending.REPEATABLE);
    }

    static AzureCall put(String label, String secret) {
        return new AzureCall(
                VaultAttempt.writing(label, secret),
                Optional.of(secret),
                "Set on the vault's secrets (role 'Key Vault Secrets Officer')",
                Sending.ONCE);
    }

    static AzureCall list(String label) {
        return new AzureCall(VaultAttempt.listing(label), Optional.empty(), LIST, Sending.REPEATABLE);
    }

    static AzureCall probe(String label) {
        return new AzureCall(VaultAttempt.probing(label), Optional.empty(), LIST, Sending.REPEATABLE);
    }
}

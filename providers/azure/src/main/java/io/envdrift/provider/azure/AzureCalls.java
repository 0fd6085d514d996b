package io.envdrift.provider.azure;

import io.envdrift.vault.VaultCall;

/** The calls to Key Vault, with the permissions that they need. */
final class AzureCalls {
    private static final String LIST = "List on the vault's secrets (role 'Key Vault Reader')";

    private AzureCalls() {}

    static VaultCall get(String label, String secret) {
        return VaultCall.reading(label, secret, "Get on the vault's secrets (role 'Key Vault Secrets User')");
    }

    static VaultCall put(String label, String secret) {
        return VaultCall.writing(label, secret, "Set on the vault's secrets (role 'Key Vault Secrets Officer')");
    }

    static VaultCall list(String label) {
        return VaultCall.listing(label, LIST);
    }

    static VaultCall probe(String label) {
        return VaultCall.probing(label, LIST);
    }
}

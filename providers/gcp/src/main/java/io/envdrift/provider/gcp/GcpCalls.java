package io.envdrift.provider.gcp;

import io.envdrift.vault.VaultCall;

/** The calls to Secret Manager, with the permissions that they need. */
final class GcpCalls {
    private GcpCalls() {}

    static VaultCall access(String label, String secret) {
        return VaultCall.reading(
                label, secret, "secretmanager.versions.access on this secret (roles/secretmanager.secretAccessor)");
    }

    static VaultCall addVersion(String label, String secret) {
        return VaultCall.writing(
                label, secret, "secretmanager.versions.add on this secret (roles/secretmanager.secretVersionAdder)");
    }

    static VaultCall create(String label, String secret) {
        return VaultCall.writing(
                label, secret, "secretmanager.secrets.create in the project (roles/secretmanager.admin)");
    }

    static VaultCall list(String label) {
        return VaultCall.listing(label, "secretmanager.secrets.list in the project (roles/secretmanager.viewer)");
    }

    static VaultCall probe(String label) {
        return VaultCall.probing(label, "secretmanager.secrets.list");
    }
}

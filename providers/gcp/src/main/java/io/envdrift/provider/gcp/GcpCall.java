package io.envdrift.provider.gcp;

import io.envdrift.http.Sending;
import io.envdrift.vault.VaultAttempt;
import java.util.Optional;

/**
 * A kind of call to Secret Manager.
 *
 * @param attempt how its failures are worded
 * @param secret the secret it is about
 * @param permission what it needs, for the hint when it is denied
 * @param sending whether it may happen twice
 */
record GcpCall(VaultAttempt attempt, Optional<String> secret, String permission, Sending sending) {
    static GcpCall access(String label, String secret) {
        return new GcpCall(
                VaultAttempt.reading(label, secret),
                Optional.of(secret),
                "secretmanager.versions.access on this secret (roles/secretmanager.secretAccessor)",
                Sending.REPEATABLE);
    }

    static GcpCall addVersion(String label, String secret) {
        return write(
                label, secret, "secretmanager.versions.add on this secret (roles/secretmanager.secretVersionAdder)");
    }

    static GcpCall create(String label, String secret) {
        return write(label, secret, "secretmanager.secrets.create in the project (roles/secretmanager.admin)");
    }

    static GcpCall list(String label) {
        return new GcpCall(
                VaultAttempt.listing(label),
                Optional.empty(),
                "secretmanager.secrets.list in the project (roles/secretmanager.viewer)",
                Sending.REPEATABLE);
    }

    static GcpCall probe(String label) {
        return new GcpCall(
                VaultAttempt.probing(label), Optional.empty(), "secretmanager.secrets.list", Sending.REPEATABLE);
    }

    private static GcpCall write(String label, String secret, String permission) {
        return new GcpCall(VaultAttempt.writing(label, secret), Optional.of(secret), permission, Sending.ONCE);
    }
}

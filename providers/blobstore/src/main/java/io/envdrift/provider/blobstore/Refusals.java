package io.envdrift.provider.blobstore;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.vault.VaultAttempt;
import io.envdrift.vaultenv.VaultEnvException;
import java.util.function.Supplier;

/** Gives what the vault-env client throws the form that errors of all vaults have. */
final class Refusals {
    private Refusals() {}

    /**
     * Runs an attempt.
     *
     * @throws io.envdrift.vault.VaultException when it fails
     */
    static <T> T run(VaultAttempt attempt, Supplier<T> work) {
        return attempt.run(() -> {
            try {
                return work.get();
            } catch (VaultEnvException e) {
                throw translated(attempt, e);
            }
        });
    }

    private static EnvdriftException translated(VaultAttempt attempt, VaultEnvException e) {
        String hint = e.hint().orElse(null);
        if (e.code() == ErrorCode.DEVICE) {
            return attempt.failed(ErrorCode.ACCESS_DENIED, e.getMessage(), hint, e);
        }
        if (e.status().isEmpty()) {
            return e.code() == ErrorCode.MALFORMED_ANSWER ? attempt.misunderstood() : e;
        }
        return switch (e.status().getAsInt()) {
            case 404 ->
                attempt.failed(
                        ErrorCode.VAULT_FAILED,
                        "the server does not know the project",
                        "check url and project in [vault.blobstore]",
                        e);
            case 413 ->
                attempt.failed(
                        ErrorCode.VAULT_FAILED,
                        "the environment would be larger than the server allows",
                        "ask who runs the server to raise --max-body-bytes or --max-project-bytes",
                        e);
            default -> attempt.refused(e.status().getAsInt());
        };
    }
}

package io.envdrift.sync;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.dotenvx.EncryptionState;
import io.envdrift.dotenvx.PublicKey;
import java.nio.file.Path;
import java.util.List;

/** Compares a vault's key with the public key that an env file carries. */
public final class PublicKeyCheck {
    private PublicKeyCheck() {}

    /**
     * Checks that at least one key derives at least one public key of the file; a file without any passes.
     *
     * @param required whether a mismatch is an error; else it is added to the warnings
     * @throws EnvdriftException {@code WRONG_PRIVATE_KEY} for a mismatch, or what reading the file throws, when required
     */
    static void check(Path envFile, KeyMaterial material, boolean required, List<String> warnings) {
        try {
            require(envFile, material);
        } catch (EnvdriftException e) {
            if (required) {
                throw e;
            }
            warnings.add(e.getMessage());
        }
    }

    /**
     * Requires that at least one key derives at least one public key of the file; a file without any passes.
     *
     * @throws EnvdriftException {@code WRONG_PRIVATE_KEY} for a mismatch, or what reading the file throws
     */
    public static void require(Path envFile, KeyMaterial material) {
        EncryptionState state = EncryptionState.of(EnvFile.read(envFile));
        List<PublicKey> publicKeys = state.validPublicKeys();
        if (publicKeys.isEmpty()
                || publicKeys.stream().anyMatch(key -> material.ring().find(key).isPresent())) {
            return;
        }
        throw new EnvdriftException(
                ErrorCode.WRONG_PRIVATE_KEY,
                "key does not match " + state.publicKeys().getFirst().name() + " of " + envFile.getFileName()
                        + " (file " + publicKeys.getFirst().fingerprint() + ", vault " + material.fingerprint() + ")",
                "the file was encrypted with another key: restore it from git, or put its key into the vault");
    }
}

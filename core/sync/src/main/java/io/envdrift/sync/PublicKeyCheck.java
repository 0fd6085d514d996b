package io.envdrift.sync;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.dotenvx.EncryptionState;
import io.envdrift.dotenvx.KeyRing;
import io.envdrift.dotenvx.PublicKey;
import java.nio.file.Path;
import java.util.List;

/**
 * The public keys that an env file carries, to compare a vault's key with them.
 *
 * @param name the variable of its first public key; empty where there is none
 * @param publicKeys those that are valid
 */
public record PublicKeyCheck(Path envFile, String name, List<PublicKey> publicKeys) {
    /**
     * Reads an env file.
     *
     * @throws EnvdriftException what reading throws
     */
    public static PublicKeyCheck of(Path envFile) {
        EncryptionState state = EncryptionState.of(EnvFile.read(envFile));
        String name = state.publicKeys().isEmpty()
                ? ""
                : state.publicKeys().getFirst().name();
        return new PublicKeyCheck(envFile, name, state.validPublicKeys());
    }

    /**
     * Requires that at least one key, of the vault's and further ones, derives at least one public key of the file; a file without
     * any passes.
     *
     * @throws EnvdriftException {@code WRONG_PRIVATE_KEY} for a mismatch
     */
    public void require(KeyMaterial material, KeyRing further) {
        KeyRing ring = material.ring().plus(further);
        if (publicKeys.isEmpty() || ring.holdsAny(publicKeys)) {
            return;
        }
        throw new EnvdriftException(
                ErrorCode.WRONG_PRIVATE_KEY,
                "key does not match " + name + " of " + envFile.getFileName() + " (file "
                        + publicKeys.getFirst().fingerprint() + ", vault " + material.fingerprint() + ")",
                "the file was encrypted with another key: restore it from git, or put its key into the vault");
    }
}

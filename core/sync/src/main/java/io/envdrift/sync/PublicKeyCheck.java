package io.envdrift.sync;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.dotenvx.EncryptionState;
import io.envdrift.dotenvx.KeyRing;
import io.envdrift.dotenvx.PublicKey;
import java.nio.file.Path;
import java.util.List;

/** The public keys that an env file carries, to compare a vault's key with them. */
public final class PublicKeyCheck {
    private final Path envFile;
    private final List<PublicKey> publicKeys;
    private final String name;

    private PublicKeyCheck(Path envFile) {
        EncryptionState state = EncryptionState.of(EnvFile.read(envFile));
        this.envFile = envFile;
        this.publicKeys = state.validPublicKeys();
        this.name = publicKeys.isEmpty() ? "" : state.publicKeys().getFirst().name();
    }

    /**
     * Reads an env file.
     *
     * @throws EnvdriftException what reading throws
     */
    public static PublicKeyCheck of(Path envFile) {
        return new PublicKeyCheck(envFile);
    }

    /** Returns the valid public keys of the file. */
    List<PublicKey> publicKeys() {
        return publicKeys;
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

package io.envdrift.sync;

import io.envdrift.base.EnvdriftException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The public keys of a mapping's env file, or why they cannot be read: read before the vault's key is there. */
final class EnvFileKeys {
    private final @Nullable PublicKeyCheck check;
    private final @Nullable EnvdriftException failure;

    private EnvFileKeys(@Nullable PublicKeyCheck check, @Nullable EnvdriftException failure) {
        this.check = check;
        this.failure = failure;
    }

    /** Reads the file, if there is one. */
    static EnvFileKeys of(Optional<Path> envFile) {
        try {
            return new EnvFileKeys(envFile.map(PublicKeyCheck::of).orElse(null), null);
        } catch (EnvdriftException e) {
            return new EnvFileKeys(null, e);
        }
    }

    /**
     * Checks that the key fits; it does where there is no file, or no public key in it.
     *
     * @param required whether a mismatch is an error; else it is added to the warnings
     * @throws EnvdriftException {@code WRONG_PRIVATE_KEY} for a mismatch, or what reading the file threw, when required
     */
    void check(KeyMaterial material, boolean required, List<String> warnings) {
        try {
            if (failure != null) {
                throw failure;
            }
            if (check != null) {
                check.require(material);
            }
        } catch (EnvdriftException e) {
            if (required) {
                throw e;
            }
            warnings.add(e.getMessage());
        }
    }
}

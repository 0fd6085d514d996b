package io.envdrift.sync;

import io.envdrift.base.EnvdriftException;
import io.envdrift.dotenvx.KeyList;
import io.envdrift.dotenvx.KeyRing;
import io.envdrift.dotenvx.PublicKey;
import io.envdrift.sync.SyncMode.Check;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The public keys of a mapping's env file, or why they cannot be read. The file is read before the vault's key has
 * arrived.
 */
record EnvFileKeys(
        Optional<Path> file,
        @Nullable PublicKeyCheck check,
        @Nullable EnvdriftException failure) {
    /** Reads the file, if there is one. */
    static EnvFileKeys of(Optional<Path> envFile) {
        try {
            return new EnvFileKeys(envFile, envFile.map(PublicKeyCheck::of).orElse(null), null);
        } catch (EnvdriftException e) {
            return new EnvFileKeys(envFile, null, e);
        }
    }

    /**
     * Checks that the key fits the file. Any key fits where there is no file, or no public key in it.
     *
     * @param kept local keys that stay beside the vault's: enough for the file, unless its decryption with the vault's
     *     is checked
     * @param mode what of it is an error; the rest is added to the warnings. A file that cannot be read is none while
     *     keys are brought: it must not keep the other mappings from being served.
     * @throws EnvdriftException {@code WRONG_PRIVATE_KEY} for a mismatch, or what reading the file threw
     */
    void check(KeyMaterial material, KeyRing kept, SyncMode mode, List<String> warnings) {
        try {
            if (failure != null) {
                throw failure;
            }
            if (check != null) {
                check.require(material, mode.checks(Check.DECRYPTION) ? KeyRing.empty() : kept);
            }
        } catch (EnvdriftException e) {
            if (mode.checks(Check.DECRYPTION) || failure == null && mode.checks(Check.MATCHING_KEY)) {
                throw e;
            }
            warnings.add(e.getMessage());
        }
    }

    /** Tells whether the file carries a public key. */
    boolean names(PublicKey key) {
        return check != null && check.publicKeys().contains(key);
    }

    /** Tells which of two different keys belongs to the file. */
    KeyFit fit(KeyList local, KeyMaterial vault) {
        KeyRing ring = vault.ring();
        KeyFit fit = KeyFit.of(check == null ? List.of() : check.publicKeys(), KeyRing.of(local.keys()), ring);
        return file.map(found -> fit.since(found, ring::holds)).orElse(fit);
    }
}

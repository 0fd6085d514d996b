package io.envdrift.workflow.keys;

import io.envdrift.config.Mapping;
import io.envdrift.dotenvx.EncryptionState;
import io.envdrift.dotenvx.KeyRing;
import io.envdrift.sync.EnvFile;
import io.envdrift.workflow.Project;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Finds the keys that open a file: those of the process environment, and those of the vault when its mapping is ephemeral,
 * else of its keys file. An ephemeral mapping has no other place for its key, and no fallback.
 *
 * @param project reaches the vaults of mappings; empty where there is no configuration
 * @param environment the keys of the process environment
 */
public record FileKeys(Optional<Project> project, KeyRing environment, Path workingDirectory) {
    /**
     * Returns the keys for a file.
     *
     * @throws io.envdrift.base.EnvdriftException when a vault or keys file cannot be read
     */
    public KeyRing of(OwnedFile file) {
        return file.mapping()
                .filter(mapping -> mapping.ephemeral() && project.isPresent())
                .map(mapping -> ephemeral(file, mapping))
                .orElseGet(() -> file.ring(environment, workingDirectory));
    }

    /**
     * Returns the keys for a file, and the vault's where none of the others is one that the file names: for programs on
     * machines without a keys file. The vault's key stays in memory.
     *
     * @throws io.envdrift.base.EnvdriftException when a keys file cannot be read, or a vault that is needed
     */
    public KeyRing ofOrVault(OwnedFile file) {
        KeyRing ring = of(file);
        Optional<Mapping> mapping = file.mapping().filter(owner -> !owner.ephemeral() && project.isPresent());
        return mapping.isEmpty() || opens(ring, file)
                ? ring
                : ring.plus(
                        FetchedKey.fetch(project.orElseThrow(), mapping.get()).ring());
    }

    private static boolean opens(KeyRing ring, OwnedFile file) {
        EncryptionState state = EncryptionState.of(EnvFile.parse(file.snapshot()));
        return state.encrypted().isEmpty()
                || (state.validPublicKeys().isEmpty() ? !ring.isEmpty() : ring.holdsAny(state.validPublicKeys()));
    }

    /** The vault is asked only when its key is needed and no key at hand fits. */
    private KeyRing ephemeral(OwnedFile file, Mapping mapping) {
        EncryptionState state = EncryptionState.of(EnvFile.parse(file.snapshot()));
        boolean known = environment.holdsAny(state.validPublicKeys());
        return state.encrypted().isEmpty() || known
                ? environment
                : environment.plus(
                        FetchedKey.fetch(project.orElseThrow(), mapping).ring());
    }
}

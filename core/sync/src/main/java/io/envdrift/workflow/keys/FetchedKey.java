package io.envdrift.workflow.keys;

import io.envdrift.config.Mapping;
import io.envdrift.dotenvx.KeyList;
import io.envdrift.pool.SecretReference;
import io.envdrift.sync.KeyMaterial;
import io.envdrift.sync.KeyMaterialParser;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultException;
import io.envdrift.vault.VaultSecret;
import io.envdrift.workflow.Project;
import java.util.Optional;

/** The key of a mapping, straight from its vault. */
public final class FetchedKey {
    private FetchedKey() {}

    /**
     * Reads it.
     *
     * @throws io.envdrift.base.EnvdriftException when the vault cannot be read, or what it holds is no key of the
     *     mapping's environment
     */
    public static KeyMaterial fetch(Project project, Mapping mapping) {
        SecretReference reference = project.secretOf(mapping);
        try {
            Vault vault = project.vault(reference.vault());
            return parse(project, mapping, vault.get(reference.name()));
        } catch (VaultException e) {
            throw e.ofSecret(reference.name());
        }
    }

    /**
     * Reads the key of a file of an ephemeral mapping; nothing for any other file.
     *
     * @param project reaches the vault; empty where there is no configuration
     * @throws io.envdrift.base.EnvdriftException as {@link #fetch}
     */
    public static Optional<KeyList> ephemeral(Optional<Project> project, OwnedFile file) {
        return file.mapping()
                .filter(mapping -> mapping.ephemeral() && project.isPresent())
                .map(mapping -> fetch(project.orElseThrow(), mapping).list());
    }

    /** Reads what a vault gave, by the rules of the mapping. */
    public static KeyMaterial parse(Project project, Mapping mapping, VaultSecret secret) {
        return new KeyMaterialParser(
                        mapping.keyNames().privateKey(), project.config().hasStrictKeys())
                .parse(secret);
    }
}

package io.envdrift.workflow.keys;

import io.envdrift.config.Mapping;
import io.envdrift.config.SyncSettings;
import io.envdrift.pool.SecretReference;
import io.envdrift.sync.KeyMaterial;
import io.envdrift.sync.KeyMaterialParser;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultException;
import io.envdrift.vault.VaultSecret;
import io.envdrift.workflow.Project;

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

    /** Reads what a vault gave, by the rules of the mapping. */
    public static KeyMaterial parse(Project project, Mapping mapping, VaultSecret secret) {
        return new KeyMaterialParser(
                        mapping.keyNames().privateKey(), project.config().sync().has(SyncSettings.Rule.STRICT_KEYS))
                .parse(secret);
    }
}

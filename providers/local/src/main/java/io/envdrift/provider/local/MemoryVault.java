package io.envdrift.provider.local;

import io.envdrift.base.Secret;
import io.envdrift.vault.SettingKey;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultProvider;
import io.envdrift.vault.VaultSecret;
import io.envdrift.vault.VaultSettings;
import io.envdrift.vault.WriteCondition;
import java.util.List;

/**
 * A vault that is only memory, for tests of programs that use envdrift. Behaves as {@link LocalVault} does; closing it
 * loses nothing, so a test can look at it afterwards.
 */
public final class MemoryVault implements Vault {
    private static final String LABEL = "vault in memory";

    private final SecretRules rules = new SecretRules(LABEL);
    private volatile VersionedSecrets secrets = VersionedSecrets.none();

    /** Returns a provider that opens this vault, whatever the settings are. */
    public VaultProvider provider(String name) {
        return new Provider(name, this);
    }

    /** Puts a secret in; for the preparation of a test. */
    public MemoryVault with(String name, String value) {
        put(name, Secret.of(value), WriteCondition.always());
        return this;
    }

    @Override
    public String label() {
        return LABEL;
    }

    @Override
    public void probe() {
        // Nothing could fail.
    }

    @Override
    public VaultSecret get(String name) {
        return rules.latest(secrets, name);
    }

    @Override
    public List<String> list(String prefix) {
        return secrets.names(prefix);
    }

    @Override
    public synchronized String put(String name, Secret value, WriteCondition condition) {
        secrets = rules.written(secrets, name, value, condition);
        return rules.latest(secrets, name).version();
    }

    @Override
    public void close() {
        // The secrets stay.
    }

    @Override
    public String toString() {
        return LABEL;
    }

    private record Provider(String name, MemoryVault vault) implements VaultProvider {
        @Override
        public List<SettingKey> settingKeys() {
            return List.of();
        }

        @Override
        public Vault open(VaultSettings settings, VaultContext context) {
            return vault;
        }
    }
}

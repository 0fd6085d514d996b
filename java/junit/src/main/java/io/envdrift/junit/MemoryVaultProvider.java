package io.envdrift.junit;

import io.envdrift.vault.SettingKey;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultProvider;
import io.envdrift.vault.VaultSettings;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Finds the vaults of this JVM's test projects by name. */
public final class MemoryVaultProvider implements VaultProvider {
    static final String PROVIDER = "memory";

    private static final String NAME = "name";
    private static final Map<String, MemoryVault> VAULTS = new ConcurrentHashMap<>();

    /** Creates the provider. */
    public MemoryVaultProvider() {}

    static MemoryVault create() {
        MemoryVault vault = new MemoryVault(UUID.randomUUID().toString());
        VAULTS.put(vault.name(), vault);
        return vault;
    }

    static void forget(MemoryVault vault) {
        VAULTS.remove(vault.name());
    }

    @Override
    public String name() {
        return PROVIDER;
    }

    @Override
    public List<SettingKey> settingKeys() {
        return List.of(SettingKey.text(NAME, "Name of a test's vault in memory."));
    }

    @Override
    public boolean isRemote() {
        return false;
    }

    @Override
    public Vault open(VaultSettings settings, VaultContext context) {
        String name = settings.require(NAME, "The vault in memory has no name", "a test's project writes it")
                .value();
        return VAULTS.computeIfAbsent(name, MemoryVault::new);
    }
}

package io.envdrift.provider.hashicorp;

import io.envdrift.vault.SettingKey;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultNaming;
import io.envdrift.vault.VaultProvider;
import io.envdrift.vault.VaultSettings;
import java.util.List;
import java.util.Optional;

/** Vaults of HashiCorp Vault (and of OpenBao, which speaks the same protocol). */
public final class HashicorpVaultProvider implements VaultProvider {
    /** Creates the provider. */
    public HashicorpVaultProvider() {}

    @Override
    public String name() {
        return "hashicorp";
    }

    @Override
    public List<SettingKey> settingKeys() {
        return HashicorpSettings.keys();
    }

    @Override
    public Optional<VaultNaming> naming() {
        return Optional.of(VaultNaming.value(HashicorpSettings.MOUNT, "[0-9A-Za-z._-]+(/[0-9A-Za-z._-]+)*"));
    }

    @Override
    public List<String> endpointVariables() {
        return List.of(HashicorpSettings.ADDRESS_VARIABLE);
    }

    @Override
    public List<String> caVariables() {
        return List.of("VAULT_CACERT");
    }

    @Override
    public Vault open(VaultSettings settings, VaultContext context) {
        HashicorpSettings checked = HashicorpSettings.from(settings, context);
        return HashicorpVault.open(checked, context);
    }
}

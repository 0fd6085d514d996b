package io.envdrift.provider.envsync;

import io.envdrift.envsync.EnvSyncServer;
import io.envdrift.envsync.protocol.PassphraseKeys;
import io.envdrift.vault.SettingKey;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultProvider;
import io.envdrift.vault.VaultSettings;
import java.util.List;

/** Vaults on an EnvSync server. */
public final class EnvSyncVaultProvider implements VaultProvider {
    /** Creates the provider. */
    public EnvSyncVaultProvider() {}

    @Override
    public String name() {
        return EnvSyncSettings.PROVIDER;
    }

    @Override
    public List<SettingKey> settingKeys() {
        return EnvSyncSettings.keys();
    }

    @Override
    public List<String> endpointVariables() {
        return List.of(EnvSyncServer.URL_VARIABLE);
    }

    @Override
    public Vault open(VaultSettings settings, VaultContext context) {
        EnvSyncSettings checked = EnvSyncSettings.from(settings, context);
        return new EnvSyncVault(checked, context, new ProjectAccess(checked, context, PassphraseKeys::new));
    }
}

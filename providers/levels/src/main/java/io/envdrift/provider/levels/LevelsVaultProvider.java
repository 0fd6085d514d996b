package io.envdrift.provider.levels;

import io.envdrift.levels.LevelsServer;
import io.envdrift.vault.SettingKey;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultProvider;
import io.envdrift.vault.VaultSettings;
import java.util.List;

/** Vaults on a server of levels. */
public final class LevelsVaultProvider implements VaultProvider {
    /** Creates the provider. */
    public LevelsVaultProvider() {}

    @Override
    public String name() {
        return LevelsSettings.PROVIDER;
    }

    @Override
    public List<SettingKey> settingKeys() {
        return LevelsSettings.keys();
    }

    @Override
    public List<String> endpointVariables() {
        return List.of(LevelsServer.URL_VARIABLE);
    }

    @Override
    public Vault open(VaultSettings settings, VaultContext context) {
        LevelsSettings checked = LevelsSettings.from(settings, context);
        return new LevelsVault(checked, context, new LevelsAccess(checked, context));
    }
}

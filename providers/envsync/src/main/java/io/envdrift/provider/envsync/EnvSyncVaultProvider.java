package io.envdrift.provider.envsync;

import io.envdrift.base.Secret;
import io.envdrift.envsync.protocol.PassphraseKeys;
import io.envdrift.vault.SettingKey;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultProvider;
import io.envdrift.vault.VaultSettings;
import java.util.List;
import java.util.function.Function;

/** Vaults on an EnvSync server. */
public final class EnvSyncVaultProvider implements VaultProvider {
    private final Function<Secret, PassphraseKeys> keys;

    /** Creates the provider. */
    public EnvSyncVaultProvider() {
        this(PassphraseKeys::new);
    }

    EnvSyncVaultProvider(Function<Secret, PassphraseKeys> keys) {
        this.keys = keys;
    }

    @Override
    public String name() {
        return EnvSyncSettings.PROVIDER;
    }

    @Override
    public List<SettingKey> settingKeys() {
        return EnvSyncSettings.keys();
    }

    @Override
    public Vault open(VaultSettings settings, VaultContext context) {
        EnvSyncSettings checked = EnvSyncSettings.from(settings, context);
        return new EnvSyncVault(checked, context, new ProjectAccess(checked, context, keys));
    }
}

package io.envdrift.provider.blobstore;

import io.envdrift.vault.SettingKey;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultProvider;
import io.envdrift.vault.VaultSettings;
import java.util.List;

/** Vaults on a vault-env server. */
public final class BlobstoreVaultProvider implements VaultProvider {
    /** Creates the provider. */
    public BlobstoreVaultProvider() {}

    @Override
    public String name() {
        return BlobstoreSettings.PROVIDER;
    }

    @Override
    public List<SettingKey> settingKeys() {
        return BlobstoreSettings.keys();
    }

    @Override
    public List<String> endpointVariables() {
        return List.of(BlobstoreSettings.URL_VARIABLE);
    }

    @Override
    public Vault open(VaultSettings settings, VaultContext context) {
        BlobstoreSettings checked = BlobstoreSettings.from(settings, context);
        return new BlobstoreVault(checked, context);
    }
}

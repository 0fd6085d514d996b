package io.envdrift.provider.azure;

import io.envdrift.vault.CredentialsSetting;
import io.envdrift.vault.SettingKey;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultNaming;
import io.envdrift.vault.VaultProvider;
import io.envdrift.vault.VaultSettings;
import java.util.List;
import java.util.Optional;

/** Opens Azure Key Vaults for {@code provider = "azure"}. */
public final class AzureVaultProvider implements VaultProvider {
    static final String NAME = "azure";
    static final String VAULT_URL = "vault_url";
    static final String MANAGED_IDENTITY = "managed_identity";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<SettingKey> settingKeys() {
        return List.of(
                SettingKey.address(VAULT_URL, "Address of the vault, with https."),
                CredentialsSetting.key(),
                new SettingKey(
                        MANAGED_IDENTITY,
                        SettingKey.Type.FLAG,
                        "Whether to ask the virtual machine's metadata service for its managed identity. Where the"
                                + " environment announces an endpoint for managed identities (`IDENTITY_ENDPOINT`,"
                                + " `AZURE_POD_IDENTITY_AUTHORITY_HOST`) it is asked anyway."));
    }

    @Override
    public Optional<VaultNaming> naming() {
        return Optional.of(VaultNaming.hostLabel(VAULT_URL, "[0-9A-Za-z-]{1,127}", ".vault.azure.net"));
    }

    @Override
    public boolean namesHoldSlashes() {
        return false;
    }

    /** As in the original. */
    @Override
    public boolean isDefault() {
        return true;
    }

    @Override
    public Vault open(VaultSettings settings, VaultContext context) {
        return AzureVaultOpener.open(settings, context);
    }
}

package io.envdrift.provider.gcp;

import io.envdrift.vault.CredentialsSetting;
import io.envdrift.vault.SettingKey;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultNaming;
import io.envdrift.vault.VaultOption;
import io.envdrift.vault.VaultProvider;
import io.envdrift.vault.VaultSettings;
import java.util.List;
import java.util.Optional;

/** Opens vaults in Google Secret Manager for {@code provider = "gcp"}. */
public final class GcpVaultProvider implements VaultProvider {
    static final String NAME = "gcp";
    static final String PROJECT_ID = "project_id";
    static final String LOCATION = "location";
    static final String ENDPOINT_URL = "endpoint_url";
    static final String METADATA_SERVER = "metadata_server";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<SettingKey> settingKeys() {
        return List.of(
                SettingKey.text(
                                PROJECT_ID,
                                "Project; without it GOOGLE_CLOUD_PROJECT, GCLOUD_PROJECT or CLOUDSDK_CORE_PROJECT.")
                        .setBy(VaultOption.PROJECT_ID),
                SettingKey.text(
                        LOCATION, "Location of regional secrets, as in `europe-west3`; without it global ones."),
                SettingKey.text(
                        ENDPOINT_URL,
                        "Address of the service, for Private Service Connect and emulators; without it"
                                + " CLOUDSDK_API_ENDPOINT_OVERRIDES_SECRETMANAGER or Google's own."),
                CredentialsSetting.key(),
                new SettingKey(
                        METADATA_SERVER,
                        SettingKey.Type.FLAG,
                        "Whether this runs on Google Cloud, so that the machine's service account may be asked for;"
                                + " GCE_METADATA_HOST says so too."));
    }

    @Override
    public Optional<VaultNaming> naming() {
        return Optional.of(VaultNaming.value(PROJECT_ID, "[0-9A-Za-z.:-]+"));
    }

    @Override
    public Vault open(VaultSettings settings, VaultContext context) {
        return GcpVault.open(settings, context);
    }
}

package io.envdrift.provider.gcp;

import io.envdrift.vault.CredentialsSetting;
import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultSettings;
import java.net.URI;

/** Makes a vault from its settings and the environment, without sending anything. */
final class GcpVaultOpener {
    private GcpVaultOpener() {}

    static GcpVault open(VaultSettings settings, VaultContext context) {
        GcpPlace place = GcpPlace.of(settings, context);
        URI endpoint = GcpEndpoints.secretManager(settings, context, place);
        GoogleNetwork network = new GoogleNetwork(context);
        ApplicationDefaultCredentials credentials = new ApplicationDefaultCredentials(
                context,
                network,
                settings.flag(GcpVaultProvider.METADATA_SERVER),
                CredentialsSetting.isSdk(settings, GcpVaultProvider.NAME));
        return new GcpVault(place, new GcpSession(label(place, endpoint), endpoint, network, credentials));
    }

    private static String label(GcpPlace place, URI endpoint) {
        String where =
                GcpEndpoints.isOwn(endpoint) ? "" : " at " + endpoint.getScheme() + "://" + endpoint.getAuthority();
        String location = place.location().map(name -> ", location " + name).orElse("");
        return "Google Secret Manager" + where + " (project " + place.project() + location + ")";
    }
}

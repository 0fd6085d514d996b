package io.envdrift.provider.gcp;

import com.google.cloud.secretmanager.v1.ListSecretsRequest;
import com.google.cloud.secretmanager.v1.ListSecretsResponse;
import io.envdrift.base.Secret;
import io.envdrift.vault.CredentialsSetting;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultCall;
import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultSecret;
import io.envdrift.vault.VaultSettings;
import io.envdrift.vault.WriteCondition;
import java.net.URI;
import java.util.List;

/** The secrets of a Google project, global ones or those of one location. */
final class GcpVault implements Vault {
    private static final int PAGE = 1000;

    private final GcpPlace place;
    private final GcpSession session;
    private final GcpReader reader;
    private final GcpWriter writer;

    private GcpVault(GcpPlace place, GcpSession session) {
        this.place = place;
        this.session = session;
        this.reader = new GcpReader(place, session);
        this.writer = new GcpWriter(place, session, reader);
    }

    /** Makes a vault from its settings and the environment, without sending anything. */
    static Vault open(VaultSettings settings, VaultContext context) {
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

    @Override
    public String label() {
        return session.label();
    }

    /** Asks for a list of one secret. */
    @Override
    public void probe() {
        VaultCall.reach(() -> page(VaultCall.probing(label(), "secretmanager.secrets.list"), 1, ""));
    }

    @Override
    public VaultSecret get(String name) {
        return reader.get(name);
    }

    @Override
    public List<String> list(String prefix) {
        VaultCall call =
                VaultCall.listing(label(), "secretmanager.secrets.list in the project (roles/secretmanager.viewer)");
        return call.names(prefix, token -> {
            ListSecretsResponse page = page(call, PAGE, token);
            return new VaultCall.Page(
                    page.getSecretsList().stream()
                            .map(secret ->
                                    secret.getName().substring(secret.getName().lastIndexOf('/') + 1)),
                    page.getNextPageToken());
        });
    }

    private ListSecretsResponse page(VaultCall call, int size, String page) {
        ListSecretsRequest request = ListSecretsRequest.newBuilder()
                .setParent(place.parent())
                .setPageSize(size)
                .setPageToken(page)
                .build();
        return session.call(call, client -> client.listSecretsCallable().call(request));
    }

    @Override
    public String put(String name, Secret value, WriteCondition condition) {
        return writer.put(name, value, condition);
    }

    @Override
    public void close() {
        session.close();
    }

    @Override
    public String toString() {
        return label();
    }
}

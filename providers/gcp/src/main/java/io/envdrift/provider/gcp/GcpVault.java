package io.envdrift.provider.gcp;

import com.google.cloud.secretmanager.v1.ListSecretsRequest;
import com.google.cloud.secretmanager.v1.ListSecretsResponse;
import io.envdrift.base.Secret;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultCall;
import io.envdrift.vault.VaultSecret;
import io.envdrift.vault.WriteCondition;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The secrets of a Google project, global ones or those of one location. */
final class GcpVault implements Vault {
    private static final int PAGE = 1000;

    private final GcpPlace place;
    private final GcpSession session;
    private final GcpReader reader;
    private final GcpWriter writer;

    GcpVault(GcpPlace place, GcpSession session) {
        this.place = place;
        this.session = session;
        this.reader = new GcpReader(place, session);
        this.writer = new GcpWriter(place, session, reader);
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
        Set<String> names = new TreeSet<>();
        Set<String> pages = new HashSet<>();
        VaultCall call =
                VaultCall.listing(label(), "secretmanager.secrets.list in the project (roles/secretmanager.viewer)");
        String page = "";
        do {
            ListSecretsResponse answer = page(call, PAGE, page);
            answer.getSecretsList().stream()
                    .map(secret -> secret.getName().substring(secret.getName().lastIndexOf('/') + 1))
                    .filter(name -> name.startsWith(prefix))
                    .forEach(names::add);
            page = answer.getNextPageToken();
            if (!page.isEmpty() && !pages.add(page)) {
                throw call.attempt().misunderstood();
            }
        } while (!page.isEmpty());
        return List.copyOf(names);
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

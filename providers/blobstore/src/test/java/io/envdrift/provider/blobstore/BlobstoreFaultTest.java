package io.envdrift.provider.blobstore;

import io.envdrift.testkit.FaultyService;
import io.envdrift.testkit.VaultFaultTable;
import io.envdrift.testserver.TestAuthority;
import io.envdrift.vault.VaultProvider;
import io.envdrift.vault.VaultSettings;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.net.ServerSocketFactory;
import org.jspecify.annotations.Nullable;

class BlobstoreFaultTest extends VaultFaultTable {
    private @Nullable TestProject project;

    @Override
    protected VaultProvider provider() {
        return new BlobstoreVaultProvider();
    }

    @Override
    protected FaultyService start(Optional<ServerSocketFactory> tls) throws IOException {
        BlobstoreService service = new BlobstoreService(tls);
        if (project == null) {
            project = service.project();
        }
        return service;
    }

    @Override
    protected Optional<ServerSocketFactory> usualTls(TestAuthority usual) throws IOException {
        return Optional.of(usual.issue("dns:localhost"));
    }

    @Override
    protected VaultSettings settings(URI address, VaultSettings.Origin origin) {
        return TestProject.settings(address, origin);
    }

    @Override
    protected Map<String, String> environment(FaultyService running) {
        return ((BlobstoreService) running).project().environment();
    }

    @Override
    protected List<String> credentials() {
        TestProject made = Objects.requireNonNull(project);
        return List.of(made.key(), made.device());
    }

    @Override
    protected List<String> wordsAboutMissingCredentials() {
        return List.of("VAULT_KEY", "~/.vault/keys", "vault-env key save");
    }
}

package io.envdrift.provider.gcp;

import io.envdrift.testkit.FaultyService;
import io.envdrift.testkit.VaultFaultTable;
import io.envdrift.testkit.gcp.SecretManagerFake;
import io.envdrift.vault.VaultProvider;
import io.envdrift.vault.VaultSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.io.TempDir;

class GcpFaultTest extends VaultFaultTable {
    @TempDir
    private Path files;

    @Override
    protected VaultProvider provider() {
        return new GcpVaultProvider();
    }

    @Override
    protected FaultyService start(Optional<ServerSocketFactory> tls) throws IOException {
        return SecretManagerFake.start(tls, GcpAccess.USER);
    }

    @Override
    protected VaultSettings settings(URI address, VaultSettings.Origin origin) {
        return GcpAccess.settings(address, origin);
    }

    @Override
    protected Map<String, String> environment(FaultyService running) {
        return GcpAccess.environment(GcpAccess.USER, (SecretManagerFake) running, files);
    }

    @Override
    protected List<String> credentials() {
        return List.of(GcpAccess.USER.privateKey(), "ya29.canary-");
    }

    @Override
    protected List<String> wordsAboutMissingCredentials() {
        return List.of(
                "GOOGLE_APPLICATION_CREDENTIALS",
                "application_default_credentials.json",
                "metadata server",
                "GCE_METADATA_HOST",
                "gcloud auth application-default login");
    }
}

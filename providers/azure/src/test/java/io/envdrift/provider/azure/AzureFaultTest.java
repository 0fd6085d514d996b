package io.envdrift.provider.azure;

import io.envdrift.testkit.FaultyService;
import io.envdrift.testkit.VaultFaultTable;
import io.envdrift.testkit.azure.KeyVaultFake;
import io.envdrift.testserver.TestAuthority;
import io.envdrift.vault.VaultProvider;
import io.envdrift.vault.VaultSettings;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ServerSocketFactory;

class AzureFaultTest extends VaultFaultTable {
    @Override
    protected VaultProvider provider() {
        return new AzureVaultProvider();
    }

    @Override
    protected FaultyService start(Optional<ServerSocketFactory> tls) throws IOException {
        return KeyVaultFake.start(tls, AzureAccess.USER);
    }

    /** The SDK hands its token to nobody without TLS. */
    @Override
    protected Optional<ServerSocketFactory> usualTls(TestAuthority authority) throws IOException {
        return Optional.of(authority.issue("dns:localhost"));
    }

    @Override
    protected VaultSettings settings(URI address, VaultSettings.Origin origin) {
        return AzureAccess.settings(address, origin);
    }

    @Override
    protected Map<String, String> environment(FaultyService running) {
        return AzureAccess.environment((KeyVaultFake) running, AzureAccess.USER);
    }

    @Override
    protected List<String> credentials() {
        return AzureAccess.credentials();
    }

    @Override
    protected List<String> wordsAboutMissingCredentials() {
        return List.of(
                "environment (AZURE_CLIENT_SECRET, AZURE_CLIENT_CERTIFICATE_PATH)",
                "workload identity (AZURE_FEDERATED_TOKEN_FILE)",
                "managed identity (IDENTITY_ENDPOINT",
                "Azure CLI (az)",
                "az login",
                "AZURE_TENANT_ID");
    }
}

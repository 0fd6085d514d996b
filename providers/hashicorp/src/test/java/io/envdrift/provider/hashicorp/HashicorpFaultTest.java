package io.envdrift.provider.hashicorp;

import io.envdrift.testkit.FaultyService;
import io.envdrift.testkit.VaultFaultTable;
import io.envdrift.testkit.hashicorp.FakeVault;
import io.envdrift.vault.VaultProvider;
import io.envdrift.vault.VaultSettings;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ServerSocketFactory;

class HashicorpFaultTest extends VaultFaultTable {
    @Override
    protected VaultProvider provider() {
        return new HashicorpVaultProvider();
    }

    @Override
    protected FaultyService start(Optional<ServerSocketFactory> tls) throws IOException {
        return FakeVault.start(tls);
    }

    @Override
    protected VaultSettings settings(URI address, VaultSettings.Origin origin) {
        return Scene.settings(address, origin);
    }

    @Override
    protected Map<String, String> environment(FaultyService running) {
        return Scene.WITH_TOKEN;
    }

    @Override
    protected List<String> credentials() {
        return List.of(FakeVault.TOKEN);
    }

    @Override
    protected List<String> wordsAboutMissingCredentials() {
        return List.of("VAULT_TOKEN", "~/.vault-token", "vault login");
    }
}

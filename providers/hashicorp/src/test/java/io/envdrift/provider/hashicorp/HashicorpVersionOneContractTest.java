package io.envdrift.provider.hashicorp;

import io.envdrift.testkit.Feature;
import io.envdrift.testkit.VaultContract;
import io.envdrift.testkit.hashicorp.FakeVault;
import io.envdrift.vault.Vault;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

/** The engine's version is not configured here, so it is found out, too. */
class HashicorpVersionOneContractTest extends VaultContract {
    private final FakeVault service;

    HashicorpVersionOneContractTest() throws IOException {
        service = FakeVault.start(Optional.empty()).mounting("team/old", 1);
    }

    @Override
    protected Vault open() {
        return Scene.open(service, Scene.WITH_TOKEN, "mount", "team/old");
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Override
    protected Vault openDenied() {
        return Scene.open(service, Map.of("VAULT_TOKEN", FakeVault.POWERLESS_TOKEN), "mount", "team/old");
    }

    @Override
    protected Set<Feature> lacking() {
        return Set.of(Feature.VERSIONS, Feature.COMPARE_AND_SET);
    }

    @Override
    protected List<String> credentials() {
        return List.of(FakeVault.TOKEN, FakeVault.POWERLESS_TOKEN);
    }
}

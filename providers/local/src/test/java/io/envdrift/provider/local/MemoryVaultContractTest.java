package io.envdrift.provider.local;

import io.envdrift.testkit.Feature;
import io.envdrift.testkit.TestContext;
import io.envdrift.testkit.VaultContract;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

class MemoryVaultContractTest extends VaultContract {
    private final MemoryVault vault = new MemoryVault();

    @Override
    protected Vault open() {
        return vault.provider("any").open(new VaultSettings("any", Map.of()), TestContext.of(Map.of(), Path.of(".")));
    }

    @Override
    protected Vault openDenied() {
        throw new UnsupportedOperationException("memory refuses nobody");
    }

    @Override
    protected Set<Feature> lacking() {
        return Set.of(Feature.DENIAL);
    }

    @Override
    protected List<String> credentials() {
        return List.of();
    }
}

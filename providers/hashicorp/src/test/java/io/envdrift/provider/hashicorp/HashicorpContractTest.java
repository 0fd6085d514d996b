package io.envdrift.provider.hashicorp;

import io.envdrift.testkit.VaultContract;
import io.envdrift.testkit.hashicorp.FakeVault;
import io.envdrift.vault.Vault;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

class HashicorpContractTest extends VaultContract {
    private final FakeVault service;

    HashicorpContractTest() throws IOException {
        service = FakeVault.start(Optional.empty());
    }

    @Override
    protected Vault open() {
        return Scene.open(service);
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Override
    protected Vault openDenied() {
        return Scene.open(service, Map.of("VAULT_TOKEN", FakeVault.POWERLESS_TOKEN));
    }

    @Override
    protected List<String> credentials() {
        return List.of(FakeVault.TOKEN, FakeVault.POWERLESS_TOKEN);
    }

    @Override
    protected List<String> names() {
        return List.of(
                "a",
                "Z",
                "0",
                "0-0",
                "a-",
                "dotenv-key-production",
                "x".repeat(127),
                "with blank",
                "per%cent",
                "per%2fcent",
                "que?stion",
                "ha#sh",
                "{brace}",
                "a+b",
                "Grüße",
                "日本語",
                "semi;colon",
                "...",
                "back\\slash",
                "data",
                "metadata",
                "at@colon:");
    }

    @Override
    protected int largestValue() {
        return 500 << 10;
    }
}

package io.envdrift.provider.azure;

import io.envdrift.testkit.Feature;
import io.envdrift.testkit.TestContext;
import io.envdrift.testkit.VaultContract;
import io.envdrift.testkit.azure.AzureIdentity;
import io.envdrift.testkit.azure.KeyVaultFake;
import io.envdrift.testserver.TestAuthority;
import io.envdrift.vault.Vault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class AzureVaultContractTest extends VaultContract {
    private static final AzureIdentity DENIED = AzureAccess.STRANGER.without("*");

    @TempDir
    private static Path certificates;

    private static TestAuthority authority;
    private static ServerSocketFactory tls;

    @TempDir
    private Path home;

    private final KeyVaultFake service;

    /** Before anything that the contract does before each test: it opens the vault there. */
    AzureVaultContractTest() throws IOException {
        service = KeyVaultFake.start(Optional.of(tls), AzureAccess.USER, DENIED);
    }

    @BeforeAll
    static void makeCertificate() throws IOException {
        authority = TestAuthority.in(certificates);
        tls = authority.issue("dns:localhost");
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Override
    protected Vault open() {
        return openAs(AzureAccess.USER);
    }

    @Override
    protected Vault openDenied() {
        return openAs(DENIED);
    }

    private Vault openAs(AzureIdentity identity) {
        return AzureAccess.open(
                service,
                TestContext.trusting(
                        authority.file(), TestContext.of(AzureAccess.environment(service, identity), home)));
    }

    @Override
    protected Set<Feature> lacking() {
        return Set.of(Feature.EMPTY_VALUES, Feature.COMPARE_AND_SET);
    }

    @Override
    protected int largestValue() {
        return 25_600;
    }

    @Override
    protected List<String> credentials() {
        return AzureAccess.credentials();
    }
}

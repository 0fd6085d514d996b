package io.envdrift.provider.gcp;

import io.envdrift.testkit.Feature;
import io.envdrift.testkit.TestContext;
import io.envdrift.testkit.VaultContract;
import io.envdrift.testkit.gcp.GoogleIdentity;
import io.envdrift.testkit.gcp.SecretManagerFake;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** What the contract needs to know of Google, global or regional. */
abstract class GcpContract extends VaultContract {
    static final GoogleIdentity DENIED = GcpAccess.STRANGER.without("*");

    @TempDir
    private Path home;

    private final SecretManagerFake service;

    /** Takes a service that runs already: the contract opens the vault before each test. */
    GcpContract(SecretManagerFake service) {
        this.service = service;
    }

    protected abstract VaultSettings settings();

    SecretManagerFake service() {
        return service;
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Override
    protected Vault open() {
        return openAs(GcpAccess.USER);
    }

    @Override
    protected Vault openDenied() {
        return openAs(DENIED);
    }

    private Vault openAs(GoogleIdentity account) {
        return new GcpVaultProvider()
                .open(settings(), TestContext.of(GcpAccess.environment(account, service, home), home));
    }

    @Override
    protected Set<Feature> lacking() {
        return Set.of(Feature.EMPTY_VALUES, Feature.COMPARE_AND_SET);
    }

    @Override
    protected List<String> credentials() {
        return List.of(GcpAccess.USER.privateKey(), DENIED.privateKey(), "ya29.canary-");
    }

    @Override
    protected List<String> names() {
        return Stream.concat(super.names().stream(), Stream.of("_", "a_b", "-", "n".repeat(255)))
                .toList();
    }
}

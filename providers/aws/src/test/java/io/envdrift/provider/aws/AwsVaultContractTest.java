package io.envdrift.provider.aws;

import io.envdrift.testkit.Feature;
import io.envdrift.testkit.TestContext;
import io.envdrift.testkit.VaultContract;
import io.envdrift.testkit.aws.AwsIdentity;
import io.envdrift.testkit.aws.SecretsManagerFake;
import io.envdrift.vault.Vault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class AwsVaultContractTest extends VaultContract {
    private static final AwsIdentity DENIED = AwsAccess.STRANGER.without("*");

    @TempDir
    private Path home;

    private final SecretsManagerFake service;

    /** Before anything that the contract does before each test: it opens the vault there. */
    AwsVaultContractTest() throws IOException {
        service = SecretsManagerFake.start(Optional.empty(), AwsAccess.USER, DENIED);
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Override
    protected Vault open() {
        return AwsAccess.open(service, TestContext.of(AwsAccess.environment(AwsAccess.USER), home));
    }

    @Override
    protected Vault openDenied() {
        return AwsAccess.open(service, TestContext.of(AwsAccess.environment(DENIED), home));
    }

    @Override
    protected Set<Feature> lacking() {
        return Set.of(Feature.EMPTY_VALUES, Feature.COMPARE_AND_SET);
    }

    @Override
    protected List<String> credentials() {
        return List.of(AwsAccess.USER.secretKey(), DENIED.secretKey());
    }

    @Override
    protected List<String> names() {
        return Stream.concat(super.names().stream(), Stream.of("a/b", "/a", "_", "a+b=c.d@e", "n".repeat(512)))
                .toList();
    }
}

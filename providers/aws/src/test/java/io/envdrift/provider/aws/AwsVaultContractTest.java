package io.envdrift.provider.aws;

import io.envdrift.testkit.Feature;
import io.envdrift.testkit.aws.AwsIdentity;
import io.envdrift.testkit.aws.SecretsManagerFake;
import io.envdrift.vault.Vault;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;

class AwsVaultContractTest extends AwsContract {
    private static final AwsIdentity DENIED = AwsAccess.STRANGER.without("*");

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
        return open(service.server().uri(""), AwsAccess.environment(AwsAccess.USER));
    }

    @Override
    protected Vault openDenied() {
        return open(service.server().uri(""), AwsAccess.environment(DENIED));
    }

    @Override
    protected Set<Feature> lacking() {
        return Set.of(Feature.EMPTY_VALUES, Feature.COMPARE_AND_SET);
    }

    @Override
    protected List<String> names() {
        return Stream.concat(super.names().stream(), Stream.of("a/b", "/a", "_", "a+b=c.d@e", "n".repeat(512)))
                .toList();
    }
}

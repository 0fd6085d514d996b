package io.envdrift.provider.aws;

import io.envdrift.testkit.Feature;
import io.envdrift.testkit.TestContext;
import io.envdrift.testkit.VaultContract;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultSettings.Origin;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;

/** What the contract needs to know of AWS, wherever it is asked. Emulators let everybody in. */
abstract class AwsContract extends VaultContract {
    @TempDir
    private Path home;

    /** Opens the service at an address. */
    Vault open(URI endpoint, Map<String, String> environment) {
        return new AwsVaultProvider()
                .open(AwsAccess.settings(endpoint, Origin.FLAG), TestContext.of(environment, home));
    }

    @Override
    protected Vault openDenied() {
        throw new UnsupportedOperationException("emulators let everybody in");
    }

    @Override
    protected Set<Feature> lacking() {
        return Set.of(Feature.EMPTY_VALUES, Feature.COMPARE_AND_SET, Feature.DENIAL);
    }

    @Override
    protected List<String> credentials() {
        return List.of(AwsAccess.USER.secretKey(), AwsAccess.STRANGER.secretKey());
    }
}

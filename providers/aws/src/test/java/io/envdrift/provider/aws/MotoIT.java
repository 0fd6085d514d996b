package io.envdrift.provider.aws;

import io.envdrift.testkit.Feature;
import io.envdrift.testkit.TestContext;
import io.envdrift.testkit.VaultContract;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultSettings.Origin;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract against an emulator that others wrote, so that a misreading of AWS in our fake shows up. */
class MotoIT extends VaultContract {
    private static MotoServer moto;

    @TempDir
    private Path home;

    MotoIT() {
        moto.reset();
    }

    @BeforeAll
    static void startMoto() throws IOException, InterruptedException {
        Assumptions.assumeTrue(MotoServer.isInstalled(), "python3 has no module moto.server here");
        moto = MotoServer.start();
    }

    @AfterAll
    static void stopMoto() {
        if (moto != null) {
            moto.close();
        }
    }

    @Override
    protected Vault open() {
        return new AwsVaultProvider()
                .open(
                        AwsAccess.settings(moto.uri(), Origin.FLAG),
                        TestContext.of(AwsAccess.environment(AwsAccess.USER), home));
    }

    @Override
    protected Vault openDenied() {
        throw new UnsupportedOperationException("moto lets everybody in");
    }

    @Override
    protected Set<Feature> lacking() {
        return Set.of(Feature.EMPTY_VALUES, Feature.COMPARE_AND_SET, Feature.DENIAL);
    }

    @Override
    protected List<String> credentials() {
        return List.of(AwsAccess.USER.secretKey());
    }
}

package io.envdrift.provider.aws;

import io.envdrift.vault.Vault;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;

/** The contract against an emulator that others wrote, so that a misreading of AWS in our fake shows up. */
class MotoIT extends AwsContract {
    private static MotoServer moto;

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
        return open(moto.uri(), AwsAccess.environment(AwsAccess.USER));
    }
}

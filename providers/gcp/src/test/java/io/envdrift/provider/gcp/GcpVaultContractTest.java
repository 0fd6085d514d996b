package io.envdrift.provider.gcp;

import io.envdrift.testkit.gcp.SecretManagerFake;
import io.envdrift.vault.VaultSettings;
import io.envdrift.vault.VaultSettings.Origin;
import java.io.IOException;
import java.util.Optional;

/** The contract over global secrets. */
class GcpVaultContractTest extends GcpContract {
    GcpVaultContractTest() throws IOException {
        super(SecretManagerFake.start(Optional.empty(), GcpAccess.USER, DENIED));
    }

    @Override
    protected VaultSettings settings() {
        return GcpAccess.settings(service().server().uri(""), Origin.FLAG);
    }
}

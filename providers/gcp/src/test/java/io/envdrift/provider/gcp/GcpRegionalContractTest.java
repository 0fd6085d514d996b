package io.envdrift.provider.gcp;

import io.envdrift.testkit.TestContext;
import io.envdrift.testkit.gcp.SecretManagerFake;
import io.envdrift.vault.VaultSettings;
import io.envdrift.vault.VaultSettings.Origin;
import java.io.IOException;
import java.util.Map;

/** The contract over the secrets of one location. */
class GcpRegionalContractTest extends GcpContract {
    private static final String LOCATION = "europe-west3";

    GcpRegionalContractTest() throws IOException {
        super(SecretManagerFake.regional(LOCATION, GcpAccess.USER, DENIED));
    }

    @Override
    protected VaultSettings settings() {
        return TestContext.settings(
                "gcp",
                Map.of(
                        "project_id",
                        SecretManagerFake.PROJECT,
                        "location",
                        LOCATION,
                        "endpoint_url",
                        service().server().uri("").toString()),
                Origin.FLAG);
    }
}

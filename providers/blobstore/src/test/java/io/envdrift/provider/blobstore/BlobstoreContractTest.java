package io.envdrift.provider.blobstore;

import io.envdrift.testkit.VaultContract;
import io.envdrift.vault.Vault;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The contract of all vaults, against our real server on a loopback port. */
class BlobstoreContractTest extends VaultContract {
    private static final String STRANGER = "a-device-that-nobody-registered-b7e21f09";

    private final TestProject project = TestProject.strict();

    @Override
    protected Vault open() {
        return project.open();
    }

    @Override
    protected Vault openDenied() {
        return TestProject.open(
                Map.of("VAULT_KEY", project.key(), "VAULT_DEVICE_SECRET", STRANGER), Path.of("no-such-home"));
    }

    @Override
    protected List<String> credentials() {
        return List.of(project.key(), project.device(), STRANGER);
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
                "a/b",
                "..",
                "que?stion",
                "\"quoted\"",
                "back\\slash",
                "Grüße",
                "日本語",
                "10",
                "9",
                "__proto__");
    }

    @Override
    protected int largestValue() {
        return 500 << 10;
    }
}

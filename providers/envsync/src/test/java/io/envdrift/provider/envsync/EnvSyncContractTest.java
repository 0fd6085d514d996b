package io.envdrift.provider.envsync;

import io.envdrift.testkit.VaultContract;
import io.envdrift.vault.Vault;
import java.util.List;

/** The contract of all vaults, against a real server. */
class EnvSyncContractTest extends VaultContract {
    private static final String STRANGER = "a.token.nobody-issued-b7e21f09";

    private final TestBranch branch = new TestBranch();

    @Override
    protected Vault open() {
        return branch.open(branch.token());
    }

    @Override
    protected Vault openDenied() {
        return branch.open(STRANGER);
    }

    @Override
    protected List<String> credentials() {
        return List.of(branch.token(), TestBranch.PASSPHRASE, STRANGER);
    }

    @Override
    protected List<String> names() {
        return List.of("a", "Z", "0", "a-b", "DOTENV_PRIVATE_KEY_PRODUCTION", "x".repeat(127), "a.b");
    }

    @Override
    protected int largestValue() {
        return 500 << 10;
    }
}

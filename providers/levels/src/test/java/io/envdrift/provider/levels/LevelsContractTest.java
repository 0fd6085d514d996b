package io.envdrift.provider.levels;

import io.envdrift.testkit.VaultContract;
import io.envdrift.vault.Vault;
import java.util.List;

/** The contract of all vaults, against a real server. */
class LevelsContractTest extends VaultContract {
    private static final String STRANGER = "dotenv_01J8ZQ4M6T7V9W2X3Y4Z5A6B7C_nobodyIssuedThisOne";

    private final TestLevel level = new TestLevel();

    @Override
    protected Vault open() {
        return level.open(TestLevel.token());
    }

    @Override
    protected Vault openDenied() {
        return level.open(STRANGER);
    }

    @Override
    protected List<String> credentials() {
        return List.of(TestLevel.token(), TestLevel.CLIENT_KEY, STRANGER);
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
                "DOTENV_PRIVATE_KEY_PRODUCTION",
                "x".repeat(127),
                "a.b",
                "a/b",
                "with blank",
                "a__x2d_b",
                "Grüße",
                "\uD83D\uDD11");
    }
}

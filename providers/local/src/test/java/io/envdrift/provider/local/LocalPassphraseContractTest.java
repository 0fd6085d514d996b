package io.envdrift.provider.local;

import io.envdrift.base.Secret;
import io.envdrift.files.AtomicFile;
import io.envdrift.files.FileOperations;
import io.envdrift.testkit.TestContext;
import io.envdrift.testkit.VaultContract;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultSettings;
import io.envdrift.vault.VaultSettings.Origin;
import io.envdrift.vault.VaultSettings.Setting;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class LocalPassphraseContractTest extends VaultContract {
    private static final String RIGHT = " correct horse/battery staple ";
    private static final String WRONG = "wrong horse/battery staple";

    @TempDir
    Path folder;

    @BeforeEach
    void makeVault() {
        // Few rounds: the contract opens many handles. The usual number has its own test.
        LocalKey key = LocalKey.passphrase(Secret.of(RIGHT), 1000);
        LocalVault.create(folder.resolve("team.vault"), key, new AtomicFile(FileOperations.system()));
    }

    @Override
    protected Vault open() {
        return open(RIGHT);
    }

    @Override
    protected Vault openDenied() {
        return open(WRONG);
    }

    private Vault open(String passphrase) {
        Setting path = new Setting(folder.resolve("team.vault").toString(), Origin.REPOSITORY);
        return new LocalVaultProvider()
                .open(
                        new VaultSettings("local", Map.of("path", path)),
                        TestContext.of(Map.of("ENVDRIFT_LOCAL_PASSPHRASE", passphrase), folder));
    }

    @Override
    protected List<String> credentials() {
        return List.of(RIGHT, WRONG);
    }
}

package io.envdrift.provider.local;

import io.envdrift.files.AtomicFile;
import io.envdrift.files.FileOperations;
import io.envdrift.testkit.TestContext;
import io.envdrift.testkit.VaultContract;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultSettings.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class LocalKeyFileContractTest extends VaultContract {
    @TempDir
    Path folder;

    @BeforeEach
    void makeVault() {
        AtomicFile files = new AtomicFile(FileOperations.system());
        LocalKey.createFile(folder.resolve("other.key"), files);
        LocalVault.create(folder.resolve("team.vault"), LocalKey.createFile(folder.resolve("team.key"), files), files);
    }

    @Override
    protected Vault open() {
        return open("team.key");
    }

    @Override
    protected Vault openDenied() {
        return open("other.key");
    }

    private Vault open(String keyFile) {
        Map<String, String> settings = Map.of(
                "path", folder.resolve("team.vault").toString(),
                "key_file", folder.resolve(keyFile).toString());
        return new LocalVaultProvider()
                .open(TestContext.settings("local", settings, Origin.REPOSITORY), TestContext.of(Map.of(), folder));
    }

    @Override
    protected List<String> credentials() {
        try {
            return List.of(
                    Files.readString(folder.resolve("team.key")).strip(),
                    Files.readString(folder.resolve("other.key")).strip());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected List<String> names() {
        return List.of("a", "A", "a/b", "../x", "-x", "@file", "$(x)", "ü", " x ", "=", "x".repeat(512));
    }

    @Override
    protected int largestValue() {
        return 1 << 20;
    }
}

package io.envdrift.provider.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.cli.Main;
import io.envdrift.testkit.ChildJvm;
import io.envdrift.testkit.Feature;
import io.envdrift.testkit.TestContext;
import io.envdrift.testkit.VaultContract;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultSettings;
import io.envdrift.vault.VaultSettings.Origin;
import io.envdrift.vault.VaultSettings.Setting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A provider is one class and one test: the command line, which knows nothing of this one, works with it. */
class ExampleVaultTest extends VaultContract {
    private static final String KEY = "7d797415e30fa6b5a9e2ecb0e5bd6a4a6a4ddb1f26fc09f5bdd7a4fae3a1d38b";

    @TempDir
    private Path directory;

    @Override
    protected Vault open() {
        Setting path = new Setting(directory.resolve("secrets").toString(), Origin.FLAG);
        return new ExampleVaultProvider()
                .open(new VaultSettings("example", Map.of("path", path)), TestContext.of(Map.of(), directory));
    }

    @Override
    protected Vault openDenied() {
        throw new UnsupportedOperationException("it refuses nobody");
    }

    @Override
    protected Set<Feature> lacking() {
        return Set.of(Feature.VERSIONS, Feature.COMPARE_AND_SET, Feature.DENIAL);
    }

    @Override
    protected List<String> credentials() {
        return List.of();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "provider = 'example'\n[vault.example]\n",
                "[vault.example]\n",
                "[vault.named.team]\nprovider = 'example'\n"
            })
    void theCommandLineFindsItByItsName(String vault) throws Exception {
        Files.createDirectories(directory.resolve("secrets"));
        Files.writeString(directory.resolve("secrets/app-key"), KEY);
        Files.createDirectories(directory.resolve("app"));
        Files.writeString(directory.resolve("app/.env.production"), "A=1\n");
        Path config = Files.writeString(
                directory.resolve("envdrift.toml"),
                "[vault]\n" + vault + "path = 'secrets'\n[[vault.sync.mappings]]\nsecret_name = 'app-key'\n"
                        + "folder_path = 'app'\n" + (vault.contains("named") ? "vault_name = 'team'\n" : ""));

        ChildJvm sync = ChildJvm.run(Main.class, List.of("sync", "--ci", "-c", config.toString()), Map.of());

        assertThat(sync.output()).doesNotContain("warning", "Unknown").contains("created");
        assertThat(sync.exit()).isZero();
        assertThat(directory.resolve("app/.env.keys")).content().contains(KEY);
    }
}

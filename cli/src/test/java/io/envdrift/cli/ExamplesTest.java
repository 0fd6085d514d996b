package io.envdrift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.config.ConfigLoader;
import io.envdrift.config.EnvdriftConfig;
import io.envdrift.config.Mapping;
import io.envdrift.config.VaultFlags;
import io.envdrift.config.VaultRouting;
import io.envdrift.pool.VaultProviders;
import io.envdrift.testkit.TestContext;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example loads without a warning, its files are there, and each of its vaults can be opened. */
class ExamplesTest {
    private static final String EXAMPLES = "config-examples";
    private static final Pattern PROVIDER = Pattern.compile("(?m)^provider = \"([a-z]+)\"");

    private final VaultProviders providers = VaultProviders.onClassPath();

    @TempDir
    private Path home;

    @TempDir
    private Path directory;

    static List<String> examples() {
        return TrackedFiles.names(EXAMPLES).stream()
                .filter(name -> name.endsWith("/" + ConfigLoader.ENVDRIFT_TOML))
                .map(name -> name.split("/", -1)[1])
                .distinct()
                .sorted()
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("examples")
    void anExampleIsComplete(String example) throws IOException {
        TrackedFiles.copy(EXAMPLES + "/" + example, directory);
        Path file = directory.resolve(ConfigLoader.ENVDRIFT_TOML);
        requireProviders(Files.readString(file));
        EnvdriftConfig config = new ConfigLoader(providers, Optional.empty()).load(file);
        VaultRouting routing = VaultRouting.of(config, VaultFlags.none(), Map.of(), providers);

        assertThat(config.warnings()).isEmpty();
        assertThat(routing.warnings()).isEmpty();
        assertThat(config.sync().mappings()).isNotEmpty();
        for (Mapping mapping : config.sync().mappings()) {
            assertThat(mapping.problem()).as("%s", mapping).isEmpty();
            assertThat(mapping.folder()).isDirectory();
            open(routing.settingsFor(mapping));
        }
    }

    @Test
    void eachProviderHasAnExample() {
        assertThat(examples())
                .containsAll(providers.settingKeys().keySet().stream()
                        .map(provider -> provider.equals("local") ? "quickstart" : provider)
                        .toList());
    }

    private void open(VaultSettings settings) {
        try (Vault vault = providers.require(settings.provider()).open(settings, TestContext.of(Map.of(), home))) {
            assertThat(vault.label()).isNotBlank();
        }
    }

    private void requireProviders(String config) {
        List<String> named = PROVIDER.matcher(config)
                .results()
                .map(result -> result.group(1))
                .toList();
        Assumptions.assumeTrue(
                providers.settingKeys().keySet().containsAll(named), "not all of " + named + " are at hand");
    }
}

package io.envdrift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.config.ConfigReference;
import io.envdrift.pool.VaultProviders;
import io.envdrift.vault.SettingKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code docs/configuration.md} has a table for each provider at hand, and it is the one that the code gives. */
class ProviderDocsTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "configuration.md");

    static Stream<Map.Entry<String, List<SettingKey>>> providers() {
        return VaultProviders.onClassPath().settingKeys().entrySet().stream().sorted(Map.Entry.comparingByKey());
    }

    @ParameterizedTest
    @MethodSource("providers")
    void theTableOfEachProviderIsTrue(Map.Entry<String, List<SettingKey>> provider) throws Exception {
        assertThat(Files.readString(DOCUMENT))
                .contains("### `[vault." + provider.getKey() + "]`\n\n" + ConfigReference.table(provider.getValue()));
    }
}

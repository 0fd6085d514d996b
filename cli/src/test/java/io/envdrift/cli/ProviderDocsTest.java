package io.envdrift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.pool.VaultProviders;
import io.envdrift.vault.SettingKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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
                .contains("### `[vault." + provider.getKey() + "]`\n\n" + table(provider.getValue()));
    }

    private static String table(List<SettingKey> keys) {
        return "| Key | Type | Meaning |\n| --- | --- | --- |\n"
                + keys.stream()
                        .map(key ->
                                "| `" + key.name() + "` | " + words(key.type()) + " | " + key.description() + " |\n")
                        .collect(Collectors.joining());
    }

    private static String words(SettingKey.Type type) {
        return switch (type) {
            case TEXT, ADDRESS -> "text";
            case FLAG -> "true or false";
            case PATH -> "path";
        };
    }
}

package io.envdrift.config;

import io.envdrift.config.ConfigKey.Section;
import io.envdrift.vault.SettingKey;
import java.util.List;
import java.util.stream.Collectors;

/** Renders the declared keys as the Markdown tables of {@code docs/configuration.md}, which tests compare. */
public final class ConfigReference {
    private ConfigReference() {}

    /** Returns the table of one section's keys, a row per key, each line ended by a line feed. */
    public static String table(Section section) {
        return "| Key | Type | Default | Meaning |\n| --- | --- | --- | --- |\n"
                + ConfigKey.of(section).stream()
                        .map(key -> row(
                                "`" + key.key() + "`",
                                key.type().words(),
                                key.defaultText().orElse("–"),
                                key.description()))
                        .collect(Collectors.joining());
    }

    /** Returns the table of a provider's keys, a row per key, each line ended by a line feed. */
    public static String table(List<SettingKey> keys) {
        return "| Key | Type | Meaning |\n| --- | --- | --- |\n"
                + keys.stream()
                        .map(key -> row("`" + key.name() + "`", words(key.type()), key.description()))
                        .collect(Collectors.joining());
    }

    private static String row(String... cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    private static String words(SettingKey.Type type) {
        return switch (type) {
            case TEXT, ADDRESS -> ConfigKey.Type.TEXT.words();
            case FLAG -> ConfigKey.Type.FLAG.words();
            case PATH -> ConfigKey.Type.PATH.words();
        };
    }
}

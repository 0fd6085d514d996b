package io.envdrift.cli.pages;

import io.envdrift.config.ConfigKey;
import io.envdrift.config.ConfigKey.Section;
import io.envdrift.json.JsonStyle;
import io.envdrift.json.JsonWriter;
import io.envdrift.vault.SettingKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The schema of {@code envdrift.toml}, for editors: JSON Schema draft 7, which TOML language servers read. Tables of the
 * Python original that are not ported pass unseen.
 */
final class ConfigSchema {
    private static final String PROPERTIES = "properties";
    private static final String PROVIDER = "provider";

    private ConfigSchema() {}

    static String of(Map<String, List<SettingKey>> providers) {
        Map<String, Object> vault = properties(Section.VAULT);
        List<String> kinds = List.copyOf(new TreeMap<>(providers).keySet());
        vault.computeIfPresent(PROVIDER, (key, property) -> with(property, "enum", kinds));
        Map<String, Object> named = properties(Section.NAMED);
        named.computeIfPresent(PROVIDER, (key, property) -> with(property, "enum", kinds));
        new TreeMap<>(providers).forEach((name, keys) -> {
            Map<String, Object> settings = new LinkedHashMap<>();
            keys.forEach(key -> settings.put(key.name(), property(type(key.type()), key.description())));
            vault.put(name, table("Vaults of the kind " + name + ".", settings, List.of()));
            settings.forEach(named::putIfAbsent);
        });
        Map<String, Object> byName = property("object", "Vaults with names of their own.");
        byName.put("additionalProperties", table("One vault.", named, List.of(PROVIDER)));
        vault.put("named", byName);
        Map<String, Object> sync = properties(Section.SYNC);
        Map<String, Object> mappings = property("array", ConfigKey.MAPPINGS.description());
        mappings.put(
                "items",
                table(
                        "This secret opens the env file of this folder and environment.",
                        properties(Section.MAPPINGS),
                        ConfigKey.of(Section.MAPPINGS).stream()
                                .filter(ConfigKey::isRequired)
                                .map(ConfigKey::key)
                                .toList()));
        sync.put(ConfigKey.MAPPINGS.key(), mappings);
        vault.put("sync", table("What is brought where.", sync, List.of()));
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("$schema", "http://json-schema.org/draft-07/schema#");
        root.put("title", "envdrift.toml");
        root.put("type", "object");
        Map<String, Object> tables = new LinkedHashMap<>();
        tables.put("vault", table("Where the keys are.", vault, List.of()));
        tables.put("encryption", encryption());
        tables.put("hook", table("What the commit hook lets pass.", properties(Section.HOOK), List.of()));
        root.put(PROPERTIES, tables);
        return JsonWriter.text(root, JsonStyle.INDENTED) + "\n";
    }

    /** Tables of SOPS and of the dotenvx binary are allowed below; they are ignored. */
    private static Map<String, Object> encryption() {
        Map<String, Object> table = property("object", "How files are encrypted.");
        table.put(PROPERTIES, properties(Section.ENCRYPTION));
        return table;
    }

    private static Map<String, Object> properties(Section section) {
        Map<String, Object> properties = new LinkedHashMap<>();
        ConfigKey.of(section)
                .forEach(key -> properties.put(
                        key.key(),
                        switch (key.type()) {
                            case TEXT, PATH -> property("string", key.description());
                            case FLAG -> property("boolean", key.description());
                            case COUNT -> with(property("integer", key.description()), "minimum", 1);
                            case TEXTS -> with(property("array", key.description()), "items", Map.of("type", "string"));
                            case TABLES -> property("array", key.description());
                        }));
        return properties;
    }

    private static String type(SettingKey.Type type) {
        return switch (type) {
            case TEXT, ADDRESS, PATH -> "string";
            case FLAG -> "boolean";
        };
    }

    private static Map<String, Object> table(
            String description, Map<String, Object> properties, List<String> required) {
        Map<String, Object> table = property("object", description);
        table.put(PROPERTIES, properties);
        if (!required.isEmpty()) {
            table.put("required", required);
        }
        table.put("additionalProperties", false);
        return table;
    }

    private static Map<String, Object> property(String type, String description) {
        Map<String, Object> property = new LinkedHashMap<>();
        property.put("type", type);
        property.put("description", description);
        return property;
    }

    private static Map<String, Object> with(Object property, String name, Object value) {
        Map<String, Object> extended = new LinkedHashMap<>();
        ((Map<?, ?>) property).forEach((key, inner) -> extended.put(String.valueOf(key), inner));
        extended.put(name, value);
        return extended;
    }
}

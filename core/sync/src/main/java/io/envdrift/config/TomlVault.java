package io.envdrift.config;

import io.envdrift.base.EnvdriftException;
import io.envdrift.config.ConfigKey.Section;
import io.envdrift.files.ContainedPath;
import io.envdrift.pool.VaultProviders;
import io.envdrift.vault.SettingKey;
import io.envdrift.vault.VaultProvider;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads {@code [vault]} and the tables of the vaults below it.
 *
 * @param providers the providers at hand
 */
record TomlVault(Path directory, VaultProviders providers) {
    static final String SYNC = "sync";
    private static final String NAMED = "named";
    /** A free-form table of the original tool. */
    private static final String FOREIGN = "mappings";

    VaultTables read(TomlSection vault) {
        Map<String, Map<String, String>> tables = new LinkedHashMap<>();
        Set<String> known = new LinkedHashSet<>(ConfigKey.names(Section.VAULT));
        known.addAll(List.of(SYNC, NAMED, FOREIGN));
        // A table of another name may be that of a provider that has to be looked for.
        vault.table().keySet().stream().filter(name -> !known.contains(name)).forEach(providers::find);
        for (VaultProvider provider : providers.known()) {
            vault.section(provider.name())
                    .ifPresent(
                            table -> tables.put(provider.name(), settings(table, provider.settingKeys(), List.of())));
        }
        Map<String, VaultTables.NamedVault> named = new LinkedHashMap<>();
        vault.section(NAMED)
                .ifPresent(table -> table.table()
                        .keySet()
                        .forEach(name ->
                                table.section(name).flatMap(this::namedVault).ifPresent(one -> named.put(name, one))));

        known.addAll(providers.names());
        vault.warnOfOthersThan(known);
        return new VaultTables(
                directory,
                true,
                vault.text(ConfigKey.PROVIDER.key()).filter(name -> !name.isBlank()),
                tables,
                named,
                caFile(vault));
    }

    private Optional<VaultTables.NamedVault> namedVault(TomlSection table) {
        String key = ConfigKey.NAMED_PROVIDER.key();
        Optional<String> provider = table.text(key);
        if (!table.has(key) || provider.filter(String::isBlank).isPresent()) {
            table.error(key, "is required");
        }
        return provider.map(name -> new VaultTables.NamedVault(
                name,
                providers
                        .find(name)
                        .map(known -> settings(table, known.settingKeys(), ConfigKey.names(Section.NAMED)))
                        .orElse(Map.of())));
    }

    /** Reads a provider's keys; others than these and {@code further} are warned of. */
    private static Map<String, String> settings(TomlSection table, List<SettingKey> keys, List<String> further) {
        Map<String, String> values = new LinkedHashMap<>();
        Set<String> known = new LinkedHashSet<>(further);
        for (SettingKey key : keys) {
            known.add(key.name());
            Optional<String> value = switch (key.type()) {
                case TEXT, ADDRESS, PATH -> table.text(key.name());
                case FLAG -> table.flag(key.name()).map(String::valueOf);
            };
            value.map(String::strip).filter(text -> !text.isEmpty()).ifPresent(text -> values.put(key.name(), text));
        }
        table.warnOfOthersThan(known);
        return values;
    }

    private Optional<Path> caFile(TomlSection vault) {
        String key = ConfigKey.CA_FILE.key();
        return vault.text(key).flatMap(written -> {
            try {
                return Optional.of(ContainedPath.resolve(directory, written, key));
            } catch (EnvdriftException e) {
                vault.error(key, "leads outside the directory of the configuration");
                return Optional.empty();
            }
        });
    }
}

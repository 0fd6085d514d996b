package io.envdrift.config;

import io.envdrift.config.ConfigKey.Section;
import io.envdrift.config.SyncSettings.Rule;
import io.envdrift.files.ReservedNames;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Reads {@code [vault.sync]}, or the same keys at the top of a file of their own. */
final class TomlSync {
    private TomlSync() {}

    static SyncSettings read(TomlSection table, Path directory, BooleanSupplier outsideRoot) {
        SyncSettings central = new SyncSettings(
                table.text(ConfigKey.DEFAULT_VAULT_NAME.key()).filter(name -> !name.isBlank()),
                table.text(ConfigKey.ENV_KEYS_FILENAME.key())
                        .filter(name -> !name.isBlank())
                        .orElse(SyncSettings.DEFAULT_KEYS_FILENAME),
                table.count(ConfigKey.MAX_WORKERS.key()),
                rules(table),
                List.of());
        String keysFile = central.envKeysFilename();
        if (!ReservedNames.isKeysFile(keysFile.substring(keysFile.lastIndexOf('/') + 1))) {
            table.warn(
                    ConfigKey.ENV_KEYS_FILENAME.key(),
                    "should begin with .env or end with .keys; another name goes on only where the file holds a key");
        }
        MappingChecks checks = new MappingChecks(directory, central, outsideRoot);
        List<Mapping> mappings = new ArrayList<>();
        for (TomlSection mapping : table.sections(ConfigKey.MAPPINGS.key())) {
            mappings.add(checks.check(mappings.size(), draft(mapping)));
        }
        return central.with(mappings);
    }

    private static Set<Rule> rules(TomlSection table) {
        Set<Rule> rules = EnumSet.noneOf(Rule.class);
        addWhereSet(rules, Rule.EPHEMERAL_KEYS, table, ConfigKey.EPHEMERAL_KEYS);
        addWhereSet(rules, Rule.ALLOW_OUTSIDE_ROOT, table, ConfigKey.ALLOW_OUTSIDE_ROOT);
        addWhereSet(rules, Rule.STRICT_KEYS, table, ConfigKey.STRICT_KEYS);
        return rules;
    }

    private static void addWhereSet(Set<Rule> rules, Rule rule, TomlSection table, ConfigKey key) {
        if (table.flag(key.key()).orElse(false)) {
            rules.add(rule);
        }
    }

    private static MappingDraft draft(TomlSection mapping) {
        mapping.warnOfOthersThan(ConfigKey.names(Section.MAPPINGS));
        return new MappingDraft(
                required(mapping, ConfigKey.SECRET_NAME),
                required(mapping, ConfigKey.FOLDER_PATH),
                mapping.text(ConfigKey.VAULT_NAME.key()),
                mapping.text(ConfigKey.ENVIRONMENT.key()),
                mapping.text(ConfigKey.ENV_FILE.key()),
                mapping.text(ConfigKey.PROFILE.key()),
                mapping.text(ConfigKey.ACTIVATE_TO.key()),
                mapping.flag(ConfigKey.MAPPING_EPHEMERAL_KEYS.key()),
                mapping.at().line());
    }

    private static String required(TomlSection mapping, ConfigKey key) {
        if (!mapping.has(key.key())) {
            mapping.error(
                    key.key(),
                    "is required"
                            + mapping.unknownLike(key.key(), ConfigKey.names(Section.MAPPINGS))
                                    .map(written -> "; '" + written + "' is no key, did you mean '" + key.key() + "'?")
                                    .orElse(""));
        }
        return mapping.text(key.key()).orElse("");
    }
}

package io.envdrift.config;

import io.envdrift.git.WorkTree;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The table {@code [vault.sync]}.
 *
 * @param defaultVaultName the vault's name for mappings without one, where the provider's table gives none
 * @param envKeysFilename the keys file of every folder
 * @param maxWorkers how many vault reads and files are worked on at once, at least 1
 * @param rules which of the rules hold that are off where nothing is written
 * @param mappings in the order of the file
 */
public record SyncSettings(
        Optional<String> defaultVaultName,
        String envKeysFilename,
        OptionalInt maxWorkers,
        Set<Rule> rules,
        List<Mapping> mappings) {
    /** The usual name of a keys file. */
    public static final String DEFAULT_KEYS_FILENAME = ".env.keys";

    /** What holds only where it is written. */
    public enum Rule {
        /** Keys stay in memory, unless a mapping says otherwise. */
        EPHEMERAL_KEYS,
        /** {@code folder_path} may lead outside the configuration's directory. */
        ALLOW_OUTSIDE_ROOT,
        /** Anything but a real dotenvx private key is refused. */
        STRICT_KEYS
    }

    /** Copies the collections. */
    public SyncSettings {
        rules = Set.copyOf(rules);
        mappings = List.copyOf(mappings);
    }

    /**
     * Returns the keys file of a folder, for commands that name a folder of no mapping; a link there may lead elsewhere in the
     * folder's work tree, or without one in the folder.
     *
     * @throws io.envdrift.base.EnvdriftException {@code PATH_ESCAPES} or {@code CONFIG_INVALID} when the configured name
     *     leads outside the folder, or is none
     */
    public Path keysFileIn(Path folder) {
        Path root = WorkTree.of(folder).map(WorkTree::root).orElse(folder);
        return MappingChecks.keysFile(folder, root, envKeysFilename, false);
    }

    /** Tells whether a rule holds. */
    public boolean has(Rule rule) {
        return rules.contains(rule);
    }

    /** Returns what holds where nothing is written. */
    public static SyncSettings none() {
        return new SyncSettings(Optional.empty(), DEFAULT_KEYS_FILENAME, OptionalInt.empty(), Set.of(), List.of());
    }

    /** Returns the same settings for other mappings. */
    SyncSettings with(List<Mapping> others) {
        return new SyncSettings(defaultVaultName, envKeysFilename, maxWorkers, rules, others);
    }
}

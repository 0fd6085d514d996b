package io.envdrift.config;

import java.nio.file.Path;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A configuration file, read and checked.
 *
 * @param file where it was read from
 * @param directory what its relative paths are relative to, absolute
 * @param vault the vaults
 * @param sync the mappings and what holds for all of them
 * @param encryption how files are encrypted
 * @param allowedInCommits globs of files that the commit hook lets pass
 * @param warnings unknown keys and the like, one line each, for standard error
 */
public record EnvdriftConfig(
        Path file,
        Path directory,
        VaultTables vault,
        SyncSettings sync,
        EncryptionSettings encryption,
        List<String> allowedInCommits,
        List<String> warnings) {
    /** Copies the lists. */
    public EnvdriftConfig {
        allowedInCommits = List.copyOf(allowedInCommits);
        warnings = List.copyOf(warnings);
    }

    /** Returns what holds in a directory without a configuration: no vault, no mapping, the usual names. */
    public static EnvdriftConfig none(Path directory) {
        return new EnvdriftConfig(
                directory.resolve(ConfigLoader.ENVDRIFT_TOML),
                directory,
                VaultTables.none(directory),
                SyncSettings.none(),
                EncryptionSettings.usual(),
                List.of(),
                List.of());
    }

    /** Tells whether anything but a real dotenvx private key is refused. */
    public boolean hasStrictKeys() {
        return sync.has(SyncSettings.Rule.STRICT_KEYS);
    }

    /** Returns the mappings of a run: the untagged ones and those tagged with exactly this profile, in file order. */
    public List<Mapping> select(Optional<String> profile) {
        return sync.mappings().stream()
                .filter(mapping ->
                        mapping.profile().isEmpty() || mapping.profile().equals(profile))
                .toList();
    }

    /** Returns the profiles that mappings are tagged with, sorted. */
    public NavigableSet<String> profiles() {
        NavigableSet<String> profiles = new TreeSet<>();
        sync.mappings().forEach(mapping -> mapping.profile().ifPresent(profiles::add));
        return profiles;
    }
}

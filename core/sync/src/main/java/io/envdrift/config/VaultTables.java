package io.envdrift.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The table {@code [vault]} with its provider tables, as written; {@link VaultRouting} makes settings of them.
 *
 * @param directory what path settings are relative to and must not leave
 * @param fromToml whether a TOML file was read at all; without one, the provider has to be named on the command line
 * @param provider {@code [vault] provider}
 * @param providers {@code [vault.<provider>]}: known keys to their text
 * @param named {@code [vault.named.<name>]}
 * @param caFile extra certificate authorities in PEM form, absolute and inside the directory; not yet trusted
 */
public record VaultTables(
        Path directory,
        boolean fromToml,
        Optional<String> provider,
        Map<String, Map<String, String>> providers,
        Map<String, NamedVault> named,
        Optional<Path> caFile) {
    /** Copies the maps. */
    public VaultTables {
        providers = Map.copyOf(providers);
        named = Map.copyOf(named);
    }

    /**
     * A vault that mappings refer to with {@code vault_name}.
     *
     * @param provider its provider
     * @param values that provider's keys
     */
    public record NamedVault(String provider, Map<String, String> values) {
        /** Copies the map. */
        public NamedVault {
            values = Map.copyOf(values);
        }
    }

    /** Returns the tables of a run that has no configuration file. */
    public static VaultTables none(Path directory) {
        return new VaultTables(directory, false, Optional.empty(), Map.of(), Map.of(), Optional.empty());
    }

    /** Returns the tables of a TOML file without {@code [vault]}. */
    static VaultTables empty(Path directory) {
        return new VaultTables(directory, true, Optional.empty(), Map.of(), Map.of(), Optional.empty());
    }
}

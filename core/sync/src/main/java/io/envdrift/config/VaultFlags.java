package io.envdrift.config;

import io.envdrift.vault.VaultOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The vault options of the command line.
 *
 * @param provider {@code -p}, {@code --provider}
 * @param options what providers' options say: the name of a {@link VaultOption} to its text, in the order of the help
 */
public record VaultFlags(Optional<String> provider, Map<String, String> options) {
    /** Copies the options, stripped, and without what is blank. */
    public VaultFlags {
        provider = provider.map(String::strip).filter(text -> !text.isEmpty());
        Map<String, String> said = new LinkedHashMap<>();
        options.forEach((name, text) -> {
            if (!text.isBlank()) {
                said.put(name, text.strip());
            }
        });
        options = said;
    }

    /** Returns the flags of a command line that has none. */
    public static VaultFlags none() {
        return new VaultFlags(Optional.empty(), Map.of());
    }

    /** Tells whether the command line says nothing about vaults. */
    public boolean isEmpty() {
        return provider.isEmpty() && options.isEmpty();
    }

    /** Returns what an option says. */
    public Optional<String> value(VaultOption option) {
        return Optional.ofNullable(options.get(option.name()));
    }
}

package io.envdrift.config;

import io.envdrift.pool.VaultProviders;
import io.envdrift.vault.VaultException;
import io.envdrift.vault.VaultProvider;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Chooses the provider of mappings that name no vault: the option, then {@code [vault] provider}, then the only one
 * that is possible.
 */
final class ProviderChoice {
    private ProviderChoice() {}

    /**
     * Returns the provider.
     *
     * @throws VaultException {@code VAULT_SETTINGS} when none is named and none is clear, or an unknown one is named
     */
    static String require(VaultTables tables, Optional<String> flag, VaultProviders known) {
        Optional<String> named = flag.or(tables::provider);
        if (named.isPresent()) {
            return requireKnown(named.get(), known);
        }
        List<String> sections = tables.providers().keySet().stream().sorted().toList();
        if (sections.size() > 1) {
            throw new ProviderNotChosenException(
                    "Several vault providers are configured (" + String.join(", ", sections)
                            + ") and none is chosen: set provider explicitly",
                    "write provider = \"" + sections.getFirst() + "\" below [vault], or give -p");
        }
        if (sections.size() == 1) {
            return sections.getFirst();
        }
        Optional<VaultProvider> usual = known.byDefault();
        if (!tables.fromToml() || !tables.named().isEmpty() || usual.isEmpty()) {
            throw new ProviderNotChosenException(
                    "Vault provider required: none is named",
                    tables.named().isEmpty()
                            ? "give -p with one of " + list(known.names()) + ", or set provider below [vault]"
                            : "give the mapping a vault_name ("
                                    + list(tables.named().keySet()) + "), or set provider below [vault]");
        }
        return usual.get().name();
    }

    /** Returns the provider if it is clear, without complaint where it is not. */
    static Optional<String> find(VaultTables tables, Optional<String> flag, VaultProviders known) {
        try {
            return Optional.of(require(tables, flag, known));
        } catch (VaultException e) {
            return Optional.empty();
        }
    }

    static String requireKnown(String provider, VaultProviders known) {
        if (known.find(provider).isEmpty()) {
            String meant = Suggestions.closest(provider, known.names())
                    .map(name -> "did you mean '" + name + "'? ")
                    .orElse("");
            throw VaultException.settings(
                    "vault",
                    "Unknown vault provider '" + provider + "'",
                    meant + "valid providers: " + list(known.names()));
        }
        return provider;
    }

    private static String list(Collection<String> names) {
        return String.join(", ", new TreeSet<>(names));
    }
}

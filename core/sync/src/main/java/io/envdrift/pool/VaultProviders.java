package io.envdrift.pool;

import io.envdrift.vault.SettingKey;
import io.envdrift.vault.VaultException;
import io.envdrift.vault.VaultProvider;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * The known providers, by name. Others may lie on the class path: they are searched for only when an unknown name is
 * asked for, because the search opens every jar.
 */
public final class VaultProviders {
    private final Map<String, VaultProvider> known;
    private final Supplier<? extends Iterable<VaultProvider>> others;
    private boolean complete;

    private VaultProviders(Map<String, VaultProvider> known, Supplier<? extends Iterable<VaultProvider>> others) {
        this.known = known;
        this.others = others;
    }

    /** Finds the providers on the class path. */
    public static VaultProviders onClassPath() {
        return of(search());
    }

    /** Takes these providers; of two with the same name the later counts. */
    public static VaultProviders of(Iterable<VaultProvider> given) {
        return new VaultProviders(byName(given), List::of);
    }

    /** Takes these providers, and those on the class path when one is asked for that is none of them. */
    public static VaultProviders startingWith(Iterable<VaultProvider> given) {
        return new VaultProviders(byName(given), VaultProviders::search);
    }

    private static Iterable<VaultProvider> search() {
        return ServiceLoader.load(VaultProvider.class, VaultProviders.class.getClassLoader());
    }

    private static Map<String, VaultProvider> byName(Iterable<VaultProvider> given) {
        Map<String, VaultProvider> found = new TreeMap<>();
        given.forEach(provider -> found.put(provider.name(), provider));
        return found;
    }

    /** Returns the providers that are known, in the order of their names. */
    public synchronized Collection<VaultProvider> known() {
        return List.copyOf(known.values());
    }

    /** Returns the names of the providers that are known. */
    public synchronized SortedSet<String> names() {
        return new TreeSet<>(known.keySet());
    }

    /** Returns the settings that each provider understands that is known. */
    public synchronized Map<String, List<SettingKey>> settingKeys() {
        Map<String, List<SettingKey>> keys = new HashMap<>();
        known.forEach((name, provider) -> keys.put(name, provider.settingKeys()));
        return keys;
    }

    /** Returns the provider that is taken where a configuration names none. */
    public Optional<VaultProvider> byDefault() {
        return known().stream().filter(VaultProvider::isDefault).findFirst();
    }

    /** Returns a provider, if there is one of that name. */
    public synchronized Optional<VaultProvider> find(String name) {
        if (!known.containsKey(name) && !complete) {
            complete = true;
            others.get().forEach(provider -> known.putIfAbsent(provider.name(), provider));
        }
        return Optional.ofNullable(known.get(name));
    }

    /**
     * Returns a provider.
     *
     * @throws VaultException {@code VAULT_SETTINGS} when there is none of that name
     */
    public VaultProvider require(String name) {
        return find(name)
                .orElseThrow(() -> VaultException.settings(
                        name,
                        "Unknown vault provider '" + name + "'",
                        "providers there are: " + String.join(", ", names())));
    }
}

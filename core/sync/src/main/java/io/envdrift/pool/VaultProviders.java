package io.envdrift.pool;

import io.envdrift.base.ErrorCode;
import io.envdrift.vault.SettingKey;
import io.envdrift.vault.VaultException;
import io.envdrift.vault.VaultProvider;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The providers at hand, by name. */
public final class VaultProviders {
    private final Map<String, VaultProvider> providers;

    private VaultProviders(Map<String, VaultProvider> providers) {
        this.providers = providers;
    }

    /** Finds the providers on the class path. */
    public static VaultProviders onClassPath() {
        return of(ServiceLoader.load(VaultProvider.class, VaultProviders.class.getClassLoader()));
    }

    /** Takes these providers; of two with the same name the later counts. */
    public static VaultProviders of(Iterable<VaultProvider> given) {
        TreeMap<String, VaultProvider> found = new TreeMap<>();
        given.forEach(provider -> found.put(provider.name(), provider));
        return new VaultProviders(found);
    }

    /** Returns the settings that each provider understands. */
    public Map<String, List<SettingKey>> settingKeys() {
        Map<String, List<SettingKey>> keys = new HashMap<>();
        providers.forEach((name, provider) -> keys.put(name, provider.settingKeys()));
        return keys;
    }

    /**
     * Returns a provider.
     *
     * @throws VaultException {@code VAULT_SETTINGS} when there is none of that name
     */
    public VaultProvider require(String name) {
        VaultProvider provider = providers.get(name);
        if (provider == null) {
            throw new VaultException(
                    ErrorCode.VAULT_SETTINGS,
                    name,
                    "Unknown vault provider '" + name + "'",
                    "providers there are: " + String.join(", ", providers.keySet()),
                    null);
        }
        return provider;
    }
}

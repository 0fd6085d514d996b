package io.envdrift.vault;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one vault, complete: flags, named table, provider table and routing are merged already.
 *
 * @param provider the provider's name
 * @param values setting key to value and where the value comes from; blank values are absent
 */
public record VaultSettings(String provider, Map<String, Setting> values) {
    /** Copies the map. */
    public VaultSettings {
        values = Map.copyOf(values);
    }

    /** Written out, as the hash is: a JDK links the generated ones at run time, which costs a cold start milliseconds. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof VaultSettings same && provider.equals(same.provider) && values.equals(same.values);
    }

    @Override
    public int hashCode() {
        return 31 * provider.hashCode() + values.hashCode();
    }

    /**
     * A value and its origin.
     *
     * @param value the text; a flag is {@code true} or {@code false}; a path is absolute already
     * @param origin who said so
     */
    public record Setting(String value, Origin origin) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Setting same && value.equals(same.value) && origin == same.origin;
        }

        @Override
        public int hashCode() {
            return 31 * value.hashCode() + origin.hashCode();
        }
    }

    /** Who said so: decides whether a host may get a credential. */
    public enum Origin {
        /** The command line of this user. */
        FLAG,
        /** The environment of this process. */
        ENVIRONMENT,
        /** A file of the repository, which somebody else may have written. */
        REPOSITORY,
        /** A default of envdrift. */
        DEFAULT
    }

    /** Returns a setting's value and origin. */
    public Optional<Setting> find(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** Returns a setting's value. */
    public Optional<String> value(String key) {
        return find(key).map(Setting::value);
    }

    /** Tells whether a flag is set to {@code true}. */
    public boolean flag(String key) {
        return value(key).map(Boolean::parseBoolean).orElse(false);
    }

    /**
     * Returns a setting that must be there.
     *
     * @param message the error's text when it is missing, in the words of the original tool
     * @param hint what to set
     * @throws VaultException {@code VAULT_SETTINGS} when it is missing
     */
    public Setting require(String key, String message, String hint) {
        return find(key).orElseThrow(() -> VaultException.settings(provider, message, hint));
    }
}

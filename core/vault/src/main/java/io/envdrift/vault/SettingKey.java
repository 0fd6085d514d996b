package io.envdrift.vault;

import java.util.Optional;

/**
 * A key of a provider's configuration table, and where else its value may come from.
 *
 * @param name the key, as in {@code vault_url}
 * @param type what its value must be
 * @param description one sentence for the documentation
 * @param option the option of the command line that sets it too, and goes first
 * @param variable the environment variable that is taken where neither option nor configuration says anything
 */
public record SettingKey(
        String name, Type type, String description, Optional<VaultOption> option, Optional<String> variable) {
    /** What a setting's value may be. */
    public enum Type {
        /** Any text. */
        TEXT,
        /** The address of a vault: a slash at its end means nothing. */
        ADDRESS,
        /** {@code true} or {@code false}. */
        FLAG,
        /** A path relative to the directory of the configuration file. */
        PATH
    }

    /** A key that only the configuration sets. */
    public SettingKey(String name, Type type, String description) {
        this(name, type, description, Optional.empty(), Optional.empty());
    }

    /** A key whose value is any text. */
    public static SettingKey text(String name, String description) {
        return new SettingKey(name, Type.TEXT, description);
    }

    /** The address of the vault, which {@code --vault-url} sets too. */
    public static SettingKey address(String name, String description) {
        return new SettingKey(name, Type.ADDRESS, description).setBy(VaultOption.VAULT_URL);
    }

    /** Returns the same key, set by an option too. */
    public SettingKey setBy(VaultOption given) {
        return new SettingKey(name, type, description, Optional.of(given), variable);
    }

    /** Returns the same key, with an environment variable for where nothing else is said. */
    public SettingKey orVariable(String given) {
        return new SettingKey(name, type, description, option, Optional.of(given));
    }

    /** Returns a value in the one form in which settings are compared: equal settings are one vault. */
    public String normal(String value) {
        return type == Type.ADDRESS && value.endsWith("/") ? value.substring(0, value.length() - 1) : value;
    }
}

package io.envdrift.vault;

/**
 * A key of a provider's configuration table.
 *
 * @param name the key, as in {@code vault_url}
 * @param type what its value must be
 * @param description one sentence for the documentation
 */
public record SettingKey(String name, Type type, String description) {
    /** What a setting's value may be. */
    public enum Type {
        /** Any text. */
        TEXT,
        /** {@code true} or {@code false}. */
        FLAG,
        /** A path relative to the directory of the configuration file. */
        PATH
    }

    /** A key whose value is any text. */
    public static SettingKey text(String name, String description) {
        return new SettingKey(name, Type.TEXT, description);
    }
}

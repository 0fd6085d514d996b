package io.envdrift.config;

import java.util.List;

/**
 * The table {@code [encryption]}.
 *
 * @param backend {@code dotenvx}, or {@code sops}, which the commands recognise and refuse
 * @param smartEncryption accepted for compatibility with the original tool; {@code lock} always keeps the ciphertext of
 *     unchanged values
 * @param plainKeys globs of variable names that stay plaintext on purpose
 */
public record EncryptionSettings(String backend, boolean smartEncryption, List<String> plainKeys) {
    /** The scheme of this library. */
    public static final String DOTENVX = "dotenvx";

    /** The scheme of the original tool that is recognised and refused. */
    public static final String SOPS = "sops";

    /** Copies the list. */
    public EncryptionSettings {
        plainKeys = List.copyOf(plainKeys);
    }

    /** Returns the settings of a configuration without this table. */
    public static EncryptionSettings usual() {
        return new EncryptionSettings(DOTENVX, false, List.of());
    }
}

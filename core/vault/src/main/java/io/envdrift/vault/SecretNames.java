package io.envdrift.vault;

import java.util.regex.Pattern;

/**
 * What a service takes as the name of a secret.
 *
 * @param possible matches every name
 * @param what they are called in messages, as in {@code name or ARN}
 * @param rule says how to write one, as in {@code use 1 to 127 letters}
 */
public record SecretNames(Pattern possible, String what, String rule) {
    /** Tells whether the service would take a name. */
    public boolean allow(String name) {
        return possible.matcher(name).matches();
    }

    /**
     * Checks a name before it is sent, or becomes part of an address.
     *
     * @param vault the vault's label
     * @throws VaultException {@code VAULT_SETTINGS} when the service would not take it
     */
    public void require(String name, String vault) {
        if (!allow(name)) {
            throw VaultException.settings(vault, "'" + name + "' can be no " + what + " of a secret in " + vault, rule);
        }
    }
}

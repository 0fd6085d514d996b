package io.envdrift.provider.azure;

import io.envdrift.base.ErrorCode;
import io.envdrift.vault.VaultException;
import java.util.regex.Pattern;

/** What the service takes as the name of a secret. */
final class SecretName {
    private static final Pattern NAME = Pattern.compile("[0-9a-zA-Z-]{1,127}");

    private SecretName() {}

    /**
     * Checks a name before it becomes part of an address.
     *
     * @throws VaultException {@code VAULT_SETTINGS} when the service would not take it
     */
    static void require(String name, String label) {
        if (!NAME.matcher(name).matches()) {
            throw new VaultException(
                    ErrorCode.VAULT_SETTINGS,
                    label,
                    "'" + name + "' can be no name of a secret in " + label,
                    "use 1 to 127 letters, digits and dashes in secret_name",
                    null);
        }
    }
}

package io.envdrift.vault;

import java.util.Optional;

/**
 * The setting {@code credentials}, which has a cloud's SDK look for credentials by itself. It then reads the environment of
 * the process and the user's own files, as every other program with that SDK does.
 */
public final class CredentialsSetting {
    private static final String NAME = "credentials";
    private static final String SDK = "sdk";

    private CredentialsSetting() {}

    /** Returns the key of the provider's table. */
    public static SettingKey key() {
        return SettingKey.text(
                NAME,
                "`\"sdk\"` leaves the search for credentials to the cloud's own SDK; without it envdrift looks in the"
                        + " places that its documentation lists.");
    }

    /**
     * Tells whether the SDK is to look by itself.
     *
     * @throws VaultException {@code VAULT_SETTINGS} when the setting is something else
     */
    public static boolean isSdk(VaultSettings settings, String provider) {
        Optional<String> value = settings.value(NAME);
        if (value.isPresent() && !value.get().equals(SDK)) {
            throw VaultException.settings(
                    provider,
                    NAME + " in [vault." + provider + "] can only be \"" + SDK + "\"",
                    "remove it, or write " + NAME + " = \"" + SDK + "\"");
        }
        return value.isPresent();
    }
}

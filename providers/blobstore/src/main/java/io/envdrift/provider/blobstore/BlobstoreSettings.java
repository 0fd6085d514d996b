package io.envdrift.provider.blobstore;

import io.envdrift.vault.ServerAddress;
import io.envdrift.vault.SettingKey;
import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultException;
import io.envdrift.vault.VaultSettings;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * The settings of one vault, checked.
 *
 * @param address scheme, host and port, perhaps with a path
 * @param project the name of a saved key, or the id that the key's project must have
 * @param environment the environment whose keys are the secrets
 */
record BlobstoreSettings(URI address, Optional<String> project, String environment) {
    static final String PROVIDER = "blobstore";
    static final String URL_VARIABLE = "VAULT_URL";

    private static final ServerAddress ADDRESS =
            new ServerAddress(PROVIDER, "The blob store", "the blob store", URL_VARIABLE);
    private static final String PROJECT = "project";
    private static final String ENVIRONMENT = "environment";
    /** An environment of its own, so that an application that pulls its environment does not get the keys with it. */
    private static final String DEFAULT_ENVIRONMENT = "envdrift";

    static List<SettingKey> keys() {
        return List.of(
                SettingKey.address(ServerAddress.SETTING, "Address of the vault-env server; else `VAULT_URL`."),
                SettingKey.text(
                        PROJECT,
                        "Name under which the project's key is saved (`vault-env key save`), or the project's id;"
                                + " without it the project of `VAULT_KEY`."),
                SettingKey.text(
                        ENVIRONMENT,
                        "Environment that holds the secrets, each under its name; `envdrift` where nothing is said."));
    }

    /**
     * Checks settings.
     *
     * @throws VaultException {@code VAULT_SETTINGS} when something is missing or malformed, {@code UNTRUSTED_HOST} when
     *     this user does not trust the host
     */
    static BlobstoreSettings from(VaultSettings settings, VaultContext context) {
        URI address = ADDRESS.require(settings, context, "https://vault.example.com");
        return new BlobstoreSettings(
                address, settings.value(PROJECT), settings.value(ENVIRONMENT).orElse(DEFAULT_ENVIRONMENT));
    }

    /** Returns how messages name the vault. */
    String label() {
        return "blobstore vault " + address + " environment " + environment;
    }
}

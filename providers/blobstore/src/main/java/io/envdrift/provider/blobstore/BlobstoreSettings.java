package io.envdrift.provider.blobstore;

import io.envdrift.base.ErrorCode;
import io.envdrift.vault.SettingKey;
import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultException;
import io.envdrift.vault.VaultHost;
import io.envdrift.vault.VaultSettings;
import io.envdrift.vault.VaultSettings.Origin;
import io.envdrift.vault.VaultSettings.Setting;
import java.net.URI;
import java.net.URISyntaxException;
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

    private static final String URL = "url";
    private static final String PROJECT = "project";
    private static final String ENVIRONMENT = "environment";
    /** One of its own, so that an application that pulls its environment does not get the keys with it. */
    private static final String DEFAULT_ENVIRONMENT = "envdrift";

    static List<SettingKey> keys() {
        return List.of(
                SettingKey.address(URL, "Address of the vault-env server; else `VAULT_URL`."),
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
        Setting url = settings.find(URL)
                .or(() -> context.variable(URL_VARIABLE).map(value -> new Setting(value, Origin.ENVIRONMENT)))
                .orElseThrow(() -> invalid(
                        "The blob store needs an address: --vault-url, url in [vault.blobstore], or VAULT_URL",
                        "give the server's address, as in https://vault.example.com"));
        URI address = address(url.value());
        context.hosts().require(address, url.origin(), false);
        return new BlobstoreSettings(
                address, settings.value(PROJECT), settings.value(ENVIRONMENT).orElse(DEFAULT_ENVIRONMENT));
    }

    /** Returns how messages name the vault. */
    String label() {
        return "blobstore vault " + address + " environment " + environment;
    }

    private static URI address(String written) {
        try {
            URI uri = new URI(written);
            VaultHost host = VaultHost.of(uri);
            if (!host.name().isEmpty()
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Not shown, since an address may hold a password.
            throw invalidAddress();
        }
        throw invalidAddress();
    }

    private static VaultException invalidAddress() {
        return invalid(
                "The address of the blob store is not of the form https://host:port",
                "correct --vault-url, url in [vault.blobstore], or VAULT_URL");
    }

    private static VaultException invalid(String message, String hint) {
        return new VaultException(ErrorCode.VAULT_SETTINGS, PROVIDER, message, hint, null);
    }
}

package io.envdrift.provider.envsync;

import io.envdrift.base.ErrorCode;
import io.envdrift.envsync.EnvSyncServer;
import io.envdrift.vault.SettingKey;
import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultException;
import io.envdrift.vault.VaultHost;
import io.envdrift.vault.VaultOption;
import io.envdrift.vault.VaultSettings;
import io.envdrift.vault.VaultSettings.Origin;
import io.envdrift.vault.VaultSettings.Setting;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

/**
 * The settings of one vault, checked.
 *
 * @param address scheme, host and port, perhaps with a path
 * @param project the id of the project
 * @param branch the branch whose variables are the secrets
 */
record EnvSyncSettings(URI address, String project, String branch) {
    static final String PROVIDER = "envsync";

    private static final String URL = "url";
    private static final String PROJECT = "project";
    private static final String BRANCH = "branch";
    /** One of its own, so that who pulls a branch does not get the keys with it. */
    private static final String DEFAULT_BRANCH = "envdrift";

    static List<SettingKey> keys() {
        return List.of(
                SettingKey.address(URL, "Address of the EnvSync server; else `ENVSYNC_API`."),
                SettingKey.text(PROJECT, "Id of the project, as in `.envsync.json`.")
                        .setBy(VaultOption.PROJECT_ID),
                SettingKey.text(
                        BRANCH,
                        "Branch that holds the secrets, each under its name; `envdrift` where nothing is said."));
    }

    /**
     * Checks settings.
     *
     * @throws VaultException {@code VAULT_SETTINGS} when something is missing or malformed, {@code UNTRUSTED_HOST} when this
     *     user does not trust the host
     */
    static EnvSyncSettings from(VaultSettings settings, VaultContext context) {
        Setting url = settings.find(URL)
                .or(() -> context.variable(EnvSyncServer.URL_VARIABLE)
                        .map(value -> new Setting(value, Origin.ENVIRONMENT)))
                .orElseThrow(() -> invalid(
                        "EnvSync needs an address: --vault-url, url in [vault.envsync], or ENVSYNC_API",
                        "give the server's address, as in https://envsync.example.com"));
        URI address = address(url.value());
        context.hosts().require(address, url.origin(), false);
        String project = settings.require(
                        PROJECT,
                        "EnvSync needs a project: --project-id, or project in [vault.envsync]",
                        "it is project_id of .envsync.json")
                .value();
        return new EnvSyncSettings(address, project, settings.value(BRANCH).orElse(DEFAULT_BRANCH));
    }

    /** Returns how messages name the vault. */
    String label() {
        return "envsync vault " + address + " project " + project + " branch " + branch;
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
                "The address of the EnvSync server is not of the form https://host:port",
                "correct --vault-url, url in [vault.envsync], or ENVSYNC_API");
    }

    private static VaultException invalid(String message, String hint) {
        return new VaultException(ErrorCode.VAULT_SETTINGS, PROVIDER, message, hint, null);
    }
}

package io.envdrift.provider.envsync;

import io.envdrift.envsync.EnvSyncServer;
import io.envdrift.vault.ServerAddress;
import io.envdrift.vault.SettingKey;
import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultException;
import io.envdrift.vault.VaultOption;
import io.envdrift.vault.VaultSettings;
import java.net.URI;
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

    private static final ServerAddress ADDRESS =
            new ServerAddress(PROVIDER, "EnvSync", "the EnvSync server", EnvSyncServer.URL_VARIABLE);
    private static final String PROJECT = "project";
    private static final String BRANCH = "branch";
    /** A branch of its own, so that a pull of another branch does not get the keys with it. */
    private static final String DEFAULT_BRANCH = "envdrift";

    static List<SettingKey> keys() {
        return List.of(
                SettingKey.address(ServerAddress.SETTING, "Address of the EnvSync server; else `ENVSYNC_API`."),
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
        URI address = ADDRESS.require(settings, context, "https://envsync.example.com");
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
}

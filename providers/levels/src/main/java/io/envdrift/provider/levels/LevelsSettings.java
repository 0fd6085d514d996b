package io.envdrift.provider.levels;

import io.envdrift.base.EnvdriftException;
import io.envdrift.levels.LevelsServer;
import io.envdrift.levels.protocol.LevelPath;
import io.envdrift.vault.ServerAddress;
import io.envdrift.vault.SettingKey;
import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultException;
import io.envdrift.vault.VaultSettings;
import io.envdrift.vault.VaultSettings.Origin;
import io.envdrift.vault.VaultSettings.Setting;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * The settings of one vault, checked.
 *
 * @param address scheme, host and port, perhaps with a path
 * @param organization its id, where it is not the token's own
 * @param path the deepest level that is read, and the one that is written to
 */
record LevelsSettings(URI address, Optional<String> organization, LevelPath path) {
    static final String PROVIDER = "levels";

    private static final ServerAddress ADDRESS =
            new ServerAddress(PROVIDER, "Levels", "the levels server", LevelsServer.URL_VARIABLE);
    private static final String ORGANIZATION = "organization";
    private static final String PATH = "path";

    static List<SettingKey> keys() {
        return List.of(
                SettingKey.address(ServerAddress.SETTING, "Address of the levels server; else `DOTENV_API_URL`."),
                SettingKey.text(
                        ORGANIZATION, "Id of the organization; else `DOTENV_ORGANIZATION`, else the token's own."),
                SettingKey.text(
                        PATH,
                        "`project[/target[/environment]]`: its merged variables are the secrets; writes go to the"
                                + " deepest."));
    }

    /**
     * Checks settings.
     *
     * @throws VaultException {@code VAULT_SETTINGS} when something is missing or malformed, {@code UNTRUSTED_HOST} when this
     *     user does not trust the host
     */
    static LevelsSettings from(VaultSettings settings, VaultContext context) {
        Setting url = ADDRESS.find(settings, context)
                .orElseGet(() -> new Setting(LevelsServer.DEFAULT_ADDRESS.toString(), Origin.DEFAULT));
        URI address = ADDRESS.check(url, context);
        String path = settings.require(
                        PATH,
                        "Levels need a path: path in [vault.levels]",
                        "it is project, project/target or project/target/environment")
                .value();
        Optional<String> organization =
                settings.value(ORGANIZATION).or(() -> context.variable(LevelsServer.ORGANIZATION_VARIABLE));
        return new LevelsSettings(address, organization, path(path));
    }

    /** Returns how messages name the vault. */
    String label() {
        return "levels vault " + address + " path " + path;
    }

    private static LevelPath path(String written) {
        try {
            return LevelPath.parse(written);
        } catch (EnvdriftException e) {
            throw VaultException.settings(PROVIDER, e.getMessage(), "correct path in [vault.levels]");
        }
    }
}

package io.envdrift.pool;

import io.envdrift.vault.VaultException;
import io.envdrift.vault.VaultSettings;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The placeholder that {@code init} writes where only the user knows the value. Somebody may own the host of that name,
 * so nothing is ever sent there.
 */
public final class Placeholder {
    /** Stands for the name of a vault. */
    public static final String VAULT_NAME = "YOUR-VAULT";

    private static final Pattern UNFILLED =
            Pattern.compile("(?i)(?:^|//)" + VAULT_NAME + "(?:$|[.:/])|<[^>]*>|\\bCHANGE-?ME\\b");

    private Placeholder() {}

    /**
     * Makes sure that every setting was filled in.
     *
     * @throws VaultException {@code VAULT_SETTINGS} when one was not
     */
    static void refuse(VaultSettings settings) {
        new TreeMap<>(settings.values()).forEach((key, setting) -> {
            if (UNFILLED.matcher(setting.value()).find()) {
                throw VaultException.settings(
                        settings.provider(),
                        "No vault is named yet: " + key + " of " + settings.provider() + " is still a placeholder",
                        "write the real " + key + " into envdrift.toml, or make a local vault with: envdrift init"
                                + " --local-vault --force");
            }
        });
    }

    /** Tells whether settings are those of a first configuration that nobody has filled in. */
    public static boolean isIn(VaultSettings settings) {
        return settings.values().values().stream()
                .anyMatch(setting -> UNFILLED.matcher(setting.value()).find());
    }
}

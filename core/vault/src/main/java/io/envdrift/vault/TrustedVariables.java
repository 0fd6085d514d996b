package io.envdrift.vault;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * The environment variables that a configuration may choose for a log-in. The configuration is the repository's: without a
 * bound it could have any of the user's secrets sent to a vault.
 */
public final class TrustedVariables {
    /** Where the user lists further names, separated by commas. */
    public static final String VARIABLE = "ENVDRIFT_TRUSTED_VARIABLES";

    /** Variables that open other things than a vault's log-in: their prefix alone does not allow them. */
    private static final Set<String> OTHER_SECRETS = Set.of(
            "ENVDRIFT_LOCAL_PASSPHRASE", "ENVDRIFT_REPORT_TOKEN", "VAULT_DEVICE_SECRET", "VAULT_KEY", "VAULT_TOKEN");

    /** Variables of the server; its master key is among them. */
    private static final String SERVER = "ENVDRIFT_SERVER_";

    private TrustedVariables() {}

    /**
     * Tells whether a configuration may have the value of a variable sent as a credential.
     *
     * @param listed the value of {@value #VARIABLE}
     */
    public static boolean contain(String name, Optional<String> listed) {
        boolean named = name.startsWith("ENVDRIFT_") || name.startsWith("VAULT_");
        return (named && !OTHER_SECRETS.contains(name) && !name.startsWith(SERVER))
                || listed.stream()
                        .flatMap(names -> Arrays.stream(names.split(",", -1)))
                        .anyMatch(one -> one.strip().equals(name));
    }
}

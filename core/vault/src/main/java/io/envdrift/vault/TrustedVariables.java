package io.envdrift.vault;

import java.util.Arrays;
import java.util.Optional;

/**
 * The environment variables that a configuration may choose for a log-in. The configuration is the repository's: without a
 * bound it could have any of the user's secrets sent to a vault.
 */
public final class TrustedVariables {
    /** Where the user lists further names, separated by commas. */
    public static final String VARIABLE = "ENVDRIFT_TRUSTED_VARIABLES";

    private TrustedVariables() {}

    /**
     * Tells whether a configuration may have the value of a variable sent as a credential.
     *
     * @param listed the value of {@value #VARIABLE}
     */
    public static boolean contain(String name, Optional<String> listed) {
        return name.startsWith("ENVDRIFT_")
                || name.startsWith("VAULT_")
                || listed.stream()
                        .flatMap(names -> Arrays.stream(names.split(",", -1)))
                        .anyMatch(one -> one.strip().equals(name));
    }
}

package io.envdrift.config;

import java.util.Optional;

/**
 * The vault options of the command line.
 *
 * @param provider {@code -p}, {@code --provider}
 * @param vaultUrl {@code --vault-url}, for azure and hashicorp
 * @param region {@code --region}, for aws
 * @param projectId {@code --project-id}, for gcp
 */
public record VaultFlags(
        Optional<String> provider, Optional<String> vaultUrl, Optional<String> region, Optional<String> projectId) {
    /** Returns the flags of a command line that has none. */
    public static VaultFlags none() {
        return new VaultFlags(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Returns the same flags, stripped, and without those that are blank. */
    VaultFlags withoutBlanks() {
        return new VaultFlags(stripped(provider), stripped(vaultUrl), stripped(region), stripped(projectId));
    }

    private static Optional<String> stripped(Optional<String> flag) {
        return flag.map(String::strip).filter(text -> !text.isEmpty());
    }
}

package io.envdrift.config;

import java.util.Optional;

/** A mapping as written, before its names and paths are checked. */
record MappingDraft(
        String secretName,
        String folderPath,
        Optional<String> vaultName,
        Optional<String> environment,
        Optional<String> envFile,
        Optional<String> profile,
        Optional<String> activateTo,
        Optional<Boolean> ephemeral,
        int line) {

    /** A line of {@code pair.txt} knows only a vault, a secret and a folder. */
    static MappingDraft ofPair(Optional<String> vaultName, String secretName, String folderPath, int line) {
        return new MappingDraft(
                secretName,
                folderPath,
                vaultName,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                line);
    }

    /** The profile names the environment where nothing else does. */
    String effectiveEnvironment() {
        return environment.or(() -> profile).orElse("production");
    }
}

package io.envdrift.workflow.push;

import io.envdrift.base.EnvdriftException;
import io.envdrift.config.EnvdriftConfig;
import io.envdrift.config.Mapping;
import io.envdrift.vault.Vault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Puts the key of one folder into a vault. */
public final class PushKey {
    private final Vault vault;

    /** Creates the workflow. */
    public PushKey(Vault vault) {
        this.vault = vault;
    }

    /**
     * Stores {@code DOTENV_PRIVATE_KEY_<ENV>=<key>}; what was there before becomes an older version.
     *
     * @param folder the folder of the keys file, absolute
     * @param config tells the keys file's name, where a mapping of the folder and environment does
     * @throws EnvdriftException {@code FILE_NOT_FOUND}, {@code MISSING_PRIVATE_KEY}, or what the vault says
     */
    public VerifiedWrite.Written run(Path folder, String secret, String environment, Optional<EnvdriftConfig> config) {
        KeyFolder place = KeyFolder.of(folder, environment, config);
        LabelledKey key = LabelledKey.read(
                place.keysFile(),
                environment,
                place.envFile().or(() -> plainEnvFile(folder, environment)),
                config.map(read -> KeysFilesAbove.of(place.folder(), read.directory(), read.sync()))
                        .orElse(List.of()));
        return new VerifiedWrite(vault).put(secret, key.line());
    }

    private static Optional<Path> plainEnvFile(Path folder, String environment) {
        return Stream.of(Mapping.envFileOf(environment), ".env")
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .findFirst();
    }
}

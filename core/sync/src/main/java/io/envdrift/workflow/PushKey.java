package io.envdrift.workflow;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.config.EnvdriftConfig;
import io.envdrift.config.Mapping;
import io.envdrift.config.SyncSettings;
import io.envdrift.sync.EnvFileLocation;
import io.envdrift.sync.EnvFileLocator;
import io.envdrift.vault.Vault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

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
        if (!Files.isDirectory(folder)) {
            throw new EnvdriftException(ErrorCode.FILE_NOT_FOUND, "Folder not found: " + folder);
        }
        Optional<Mapping> mapping = config.flatMap(read -> read.sync().mappings().stream()
                .filter(one -> one.folder().equals(folder) && one.environment().equals(environment))
                .findFirst());
        Path keysFile = mapping.map(Mapping::keysFile)
                .orElseGet(() -> folder.resolve(
                        config.map(read -> read.sync().envKeysFilename()).orElse(SyncSettings.DEFAULT_KEYS_FILENAME)));
        Optional<Path> envFile = mapping.flatMap(one -> envFile(one, config.orElseThrow()));
        LocalKey key = LocalKey.read(keysFile, environment, envFile.or(() -> plainEnvFile(folder, environment)));
        return new VerifiedWrite(vault).put(secret, key.line());
    }

    private static Optional<Path> envFile(Mapping mapping, EnvdriftConfig config) {
        return new EnvFileLocator(config.sync().mappings()).locate(mapping) instanceof EnvFileLocation.Found(var file)
                ? Optional.of(file)
                : Optional.empty();
    }

    private static Optional<Path> plainEnvFile(Path folder, String environment) {
        return List.of(".env." + environment, ".env").stream()
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .findFirst();
    }
}

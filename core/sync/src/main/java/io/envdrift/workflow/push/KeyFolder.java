package io.envdrift.workflow.push;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.config.EnvdriftConfig;
import io.envdrift.config.Mapping;
import io.envdrift.config.SyncSettings;
import io.envdrift.files.FileErrors;
import io.envdrift.sync.EnvFileLocation;
import io.envdrift.sync.EnvFileLocator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A folder that the command line names, and what the configuration says about its keys: it need not be that of a mapping.
 *
 * @param folder links resolved
 * @param keysFile where its keys are
 * @param envFile the env file, where a mapping leads to one
 */
public record KeyFolder(Path folder, Path keysFile, Optional<Path> envFile) {
    /**
     * Looks a folder up.
     *
     * @param folder absolute
     * @param environment which of the folder's mappings counts
     * @param config the configuration, where there is one
     * @throws EnvdriftException {@code FILE_NOT_FOUND} without the folder, or what is wrong with its mapping
     */
    static KeyFolder of(Path folder, String environment, Optional<EnvdriftConfig> config) {
        require(folder);
        Path real = real(folder);
        Optional<Mapping> mapping = config.flatMap(read -> read.sync().mappings().stream()
                .filter(one -> one.folder().equals(real) && one.environment().equals(environment))
                .findFirst());
        mapping.flatMap(Mapping::problem).ifPresent(problem -> {
            throw problem;
        });
        Path keysFile = mapping.map(Mapping::keysFile)
                .or(() -> config.map(read -> read.sync().keysFileIn(real)))
                .orElseGet(() -> SyncSettings.none().keysFileIn(real));
        return new KeyFolder(real, keysFile, mapping.flatMap(one -> envFile(one, config.orElseThrow())));
    }

    /**
     * Makes sure that a folder is there.
     *
     * @throws EnvdriftException {@code FILE_NOT_FOUND} when it is not
     */
    public static void require(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new EnvdriftException(
                    ErrorCode.FILE_NOT_FOUND,
                    (Files.exists(folder) ? "Not a directory: " : "Folder not found: ") + folder);
        }
    }

    private static Optional<Path> envFile(Mapping mapping, EnvdriftConfig config) {
        return new EnvFileLocator(config.sync().mappings()).locate(mapping) instanceof EnvFileLocation.Found(var file)
                ? Optional.of(file)
                : Optional.empty();
    }

    private static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            throw FileErrors.failed("resolve", folder, e);
        }
    }
}

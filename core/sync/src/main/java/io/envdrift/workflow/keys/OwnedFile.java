package io.envdrift.workflow.keys;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.config.EnvdriftConfig;
import io.envdrift.config.Mapping;
import io.envdrift.config.SyncSettings;
import io.envdrift.dotenv.Glob;
import io.envdrift.dotenvx.KeyNames;
import io.envdrift.dotenvx.KeyRing;
import io.envdrift.dotenvx.KeysFile;
import io.envdrift.files.ContainedPath;
import io.envdrift.git.WorkTree;
import io.envdrift.sync.EnvFile;
import io.envdrift.sync.EnvFileLocation;
import io.envdrift.sync.EnvFileLocator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A single env file named on a command line, and where its keys are: as the mapping says that owns it, else in the keys
 * file beside it.
 *
 * @param file the file, absolute, links inside its project resolved
 * @param mapping the mapping that owns it
 * @param keysFile where its keys are kept
 * @param plainKeys names of values that stay plaintext on purpose
 */
public record OwnedFile(Path file, Optional<Mapping> mapping, Path keysFile, List<Glob> plainKeys) {
    /**
     * Finds a file's owner.
     *
     * @param named the path as given, absolute
     * @throws EnvdriftException {@code FILE_NOT_FOUND}, {@code UNSUITABLE_FILE} for a directory or a companion such as a
     *     keys file, {@code PATH_ESCAPES} for a link that leads outside the project
     */
    public static OwnedFile of(Path named, Optional<EnvdriftConfig> config) {
        requireSuitable(named);
        Path folder = Objects.requireNonNull(named.toAbsolutePath().normalize().getParent());
        Path root = WorkTree.of(folder).map(WorkTree::root).orElse(folder);
        Path file = ContainedPath.followInside(root, named.toAbsolutePath().normalize(), "the env file");
        Optional<Mapping> mapping = config.flatMap(read -> owner(read, file));
        return new OwnedFile(
                file,
                mapping,
                mapping.map(Mapping::keysFile).orElseGet(() -> file.resolveSibling(SyncSettings.DEFAULT_KEYS_FILENAME)),
                config.map(read -> read.encryption().plainKeys().stream()
                                .map(Glob::of)
                                .toList())
                        .orElse(List.of()));
    }

    /** Returns the names its keys have; empty where the file's header or name says. */
    public Optional<KeyNames> names() {
        return mapping.map(Mapping::keyNames);
    }

    /**
     * Returns the private keys at hand for reading: those of the environment, of its keys file and of the one in the
     * working directory.
     */
    public KeyRing ring(KeyRing environment, Path workingDirectory) {
        KeyRing ring = environment.plus(KeysFile.of(EnvFile.read(keysFile)).ring());
        Path here = workingDirectory.resolve(SyncSettings.DEFAULT_KEYS_FILENAME);
        return here.equals(keysFile)
                ? ring
                : ring.plus(KeysFile.of(EnvFile.read(here)).ring());
    }

    private static void requireSuitable(Path named) {
        if (EnvFileLocator.isCompanion(String.valueOf(named.getFileName()))) {
            throw new EnvdriftException(
                    ErrorCode.UNSUITABLE_FILE,
                    named + " is a keys file or a template, not an env file",
                    "name an env file such as .env.production");
        }
        if (!Files.exists(named)) {
            throw new EnvdriftException(ErrorCode.FILE_NOT_FOUND, "File not found: " + named);
        }
        if (!Files.isRegularFile(named)) {
            throw new EnvdriftException(ErrorCode.UNSUITABLE_FILE, named + " is not a regular file");
        }
    }

    private static Optional<Mapping> owner(EnvdriftConfig config, Path file) {
        EnvFileLocator locator = new EnvFileLocator(config.sync().mappings());
        return config.sync().mappings().stream()
                .filter(mapping -> mapping.problem().isEmpty() && isIn(mapping.folder(), file))
                .filter(mapping -> owns(mapping, file, locator))
                .findFirst();
    }

    private static boolean owns(Mapping mapping, Path file, EnvFileLocator locator) {
        try {
            return locator.locate(mapping) instanceof EnvFileLocation.Found(var found) && isSame(found, file);
        } catch (EnvdriftException e) {
            // Whatever is wrong with another file of that folder, this one is not owned by its mapping.
            return false;
        }
    }

    private static boolean isIn(Path folder, Path file) {
        try {
            return file.toRealPath().startsWith(folder);
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException e) {
            return false;
        }
    }
}

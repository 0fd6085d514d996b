package io.envdrift.config;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.files.ContainedPath;
import io.envdrift.git.WorkTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A configuration that discovery found. It comes from the repository, so it must be a regular file of the repository.
 */
final class FoundConfig {
    private FoundConfig() {}

    /** Tells whether something other than a directory has the name; a link to nowhere counts as nothing. */
    static boolean isThere(Path file) {
        return Files.exists(file) && !Files.isDirectory(file);
    }

    /**
     * Makes sure that reading it reads a file of the repository.
     *
     * @throws EnvdriftException {@code PATH_ESCAPES} or {@code FILE_ACCESS}
     */
    static void requireContained(Path file) {
        if (Files.isSymbolicLink(file)) {
            Path folder = Objects.requireNonNull(file.getParent());
            Path root = WorkTree.of(folder).map(WorkTree::root).orElse(folder);
            try {
                ContainedPath.followInside(root, file, "the configuration");
            } catch (EnvdriftException e) {
                throw new EnvdriftException(
                                e.code(),
                                String.valueOf(e.getMessage()),
                                "if it is yours, name it: -c " + file.getFileName(),
                                e)
                        .at(file);
            }
        }
        if (!Files.isRegularFile(file)) {
            throw new EnvdriftException(
                            ErrorCode.FILE_ACCESS,
                            "Cannot read config file " + file
                                    + ": it is a pipe, a socket or a device, not a regular file",
                            "name a configuration with -c")
                    .at(file);
        }
    }
}

package io.envdrift.config;

import com.sun.security.auth.module.UnixSystem;
import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.files.FileErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;

/**
 * Guards against a configuration that somebody else left in a directory above, as in {@code /tmp/envdrift.toml}: outside
 * the git work tree that the user stands in, it must belong to the user or root, and not be writable by anybody.
 */
final class ConfigOwnership {
    private static final long ROOT = 0;
    private static final int STICKY_AND_WRITABLE_BY_ANYBODY = 01002;

    private ConfigOwnership() {}

    /** Throws {@code CONFIG_UNTRUSTED} if the file was found outside the work tree and fails the test. */
    static void require(Path file, Path workingDirectory) {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return;
        }
        try {
            if (workTree(workingDirectory).filter(file::startsWith).isEmpty()) {
                requireOwner(file, new UnixSystem().getUid());
            }
        } catch (IOException e) {
            throw FileErrors.failed("read config file", file, e);
        }
    }

    static void requireOwner(Path file, long user) throws IOException {
        for (LinkOption[] follow : new LinkOption[][] {{}, {LinkOption.NOFOLLOW_LINKS}}) {
            long owner = ((Number) Files.getAttribute(file, "unix:uid", follow)).longValue();
            if (owner != user && owner != ROOT) {
                throw untrusted(file, "it belongs to another user");
            }
        }
        if (Files.readAttributes(file, PosixFileAttributes.class)
                .permissions()
                .contains(PosixFilePermission.OTHERS_WRITE)) {
            throw untrusted(file, "anybody may write it");
        }
    }

    /**
     * Finds the work tree. In a directory that everybody can write to, such as /tmp, anybody can put a {@code .git}:
     * there it means nothing.
     */
    private static Optional<Path> workTree(Path directory) throws IOException {
        for (Path path = directory; path != null; path = path.getParent()) {
            if (Files.exists(path.resolve(".git"))) {
                int mode = (Integer) Files.getAttribute(path, "unix:mode");
                boolean forAnybody = (mode & STICKY_AND_WRITABLE_BY_ANYBODY) == STICKY_AND_WRITABLE_BY_ANYBODY;
                return forAnybody ? Optional.empty() : Optional.of(path);
            }
        }
        return Optional.empty();
    }

    private static EnvdriftException untrusted(Path file, String why) {
        return new EnvdriftException(
                        ErrorCode.CONFIG_UNTRUSTED,
                        "Config file " + file + " was found outside the git work tree and is not used: " + why,
                        "if it is yours, name it with -c, or correct its owner and mode")
                .at(file);
    }
}

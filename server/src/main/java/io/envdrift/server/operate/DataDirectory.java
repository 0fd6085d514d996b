package io.envdrift.server.operate;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.ShellLine;
import io.envdrift.files.AtomicFile;
import io.envdrift.files.FileErrors;
import io.envdrift.files.FileOperations;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The directory of one server, held for as long as the server runs. The lock is the system's: it ends with the process,
 * however that ends, so a file that was left behind blocks nobody.
 */
final class DataDirectory implements AutoCloseable {
    private static final String LOCK = "server.lock";

    private final FileChannel lock;

    private DataDirectory(FileChannel lock) {
        this.lock = lock;
    }

    /**
     * Makes the directory, owner-only, or takes the one that is there.
     *
     * @throws EnvdriftException {@code LOCKED} when another server runs on it, {@code FILE_ACCESS} when others can write to
     *     it or it cannot be made
     */
    static DataDirectory open(Path directory) {
        new AtomicFile(FileOperations.system()).createDirectories(directory);
        try {
            requirePrivate(directory);
            FileChannel channel = FileChannel.open(
                    directory.resolve(LOCK),
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            if (isLocked(channel)) {
                return new DataDirectory(channel);
            }
            channel.close();
        } catch (IOException e) {
            throw FileErrors.failed("use", directory, e);
        }
        throw new EnvdriftException(
                ErrorCode.LOCKED, "Another server runs on " + directory, "stop it first, or use another --data");
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            // The lock ends with the process at the latest.
            return;
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static void requirePrivate(Path directory) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(directory);
        if (permissions.contains(PosixFilePermission.GROUP_WRITE)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new EnvdriftException(
                    ErrorCode.FILE_ACCESS,
                    "Others can write to the data directory " + directory,
                    "run: " + ShellLine.of("chmod", "700").file(directory));
        }
    }
}

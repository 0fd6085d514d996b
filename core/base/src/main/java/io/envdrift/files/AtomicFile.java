package io.envdrift.files;

import io.envdrift.base.EnvdriftException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * The one writer of files. A reader, and the machine after a crash, sees the old bytes or the new ones, never a mixture.
 *
 * <p>The new content goes to a temporary file of a random name in the same directory (created exclusively, with its final
 * access from birth), is forced to the device, renamed over the target, and the directory is forced too. A symbolic link
 * at the target is replaced, what it points to stays untouched; whoever wants to write through a link resolves it first
 * (see {@link ContainedPath}).
 */
public final class AtomicFile {
    private static final Pattern TEMPORARY_SUFFIX = Pattern.compile("\\.[0-9a-f]{16}\\.tmp");
    private static final Pattern TEMPORARY = Pattern.compile(".*" + TEMPORARY_SUFFIX, Pattern.DOTALL);

    private final FileOperations operations;

    /** Creates a writer over the given operations, usually {@link FileOperations#system()}. */
    public AtomicFile(FileOperations operations) {
        this.operations = operations;
    }

    /**
     * Replaces the target, or creates it.
     *
     * @throws EnvdriftException {@code FILE_ACCESS} or {@code FILE_NOT_FOUND} when that fails; no temporary file stays,
     *     and the target is as it was, unless only the last step failed, which makes the rename durable
     */
    public void write(Path target, byte[] content, FileAccess access) {
        Path temporary = directoryOf(target).resolve(nameOf(target) + "." + randomHex() + ".tmp");
        ExitGate.enter();
        try {
            if (FileKind.of(target) == FileKind.DIRECTORY) {
                throw new FileFault.Found(FileFault.DIRECTORY);
            }
            create(temporary, target, content, access, () -> operations.rename(temporary, target));
        } catch (IOException e) {
            throw FileErrors.failed("write", target, e);
        } finally {
            ExitGate.leave();
        }
    }

    /**
     * Creates a file that must not exist yet, durably but without a rename: for backups, whose name is claimed by their
     * creation.
     *
     * @return false when the name is taken; nothing was written then
     * @throws EnvdriftException {@code FILE_ACCESS} when it fails for another reason; no partial file stays
     */
    public boolean createNew(Path target, byte[] content, FileAccess access) {
        ExitGate.enter();
        try {
            create(target, target, content, access, () -> {});
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (IOException e) {
            throw FileErrors.failed("write", target, e);
        } finally {
            ExitGate.leave();
        }
    }

    /**
     * Removes a file if it is there.
     *
     * @throws EnvdriftException {@code FILE_ACCESS} when it cannot be removed
     */
    public void delete(Path target) {
        try {
            operations.delete(target);
            operations.syncDirectory(directoryOf(target));
        } catch (IOException e) {
            throw FileErrors.failed("remove", target, e);
        }
    }

    /**
     * Creates a directory and its missing parents, owner-only.
     *
     * @throws EnvdriftException {@code FILE_ACCESS} when it cannot be created
     */
    public void createDirectories(Path directory) {
        try {
            operations.createDirectories(directory);
        } catch (IOException e) {
            throw FileErrors.failed("create", directory, e);
        }
    }

    /**
     * Removes temporary files that a killed process left for this target. Call it only under the folder's lock: a
     * temporary file of a living writer looks the same.
     */
    public void sweep(Path target) {
        String name = nameOf(target);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directoryOf(target), file -> {
            String other = nameOf(file);
            return other.startsWith(name)
                    && TEMPORARY_SUFFIX.matcher(other.substring(name.length())).matches();
        })) {
            for (Path left : files) {
                operations.delete(left);
            }
        } catch (DirectoryIteratorException e) {
            throw FileErrors.failed("clean up beside", target, Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            throw FileErrors.failed("clean up beside", target, e);
        }
    }

    /** Tells whether a file name is that of a temporary file of some target. */
    public static boolean isTemporary(String fileName) {
        return TEMPORARY.matcher(fileName).matches();
    }

    /** One step of a write. */
    private interface Step {
        void run() throws IOException;
    }

    private void create(Path file, Path target, byte[] content, FileAccess access, Step last) throws IOException {
        FileOperations.Output created = operations.create(file, access);
        // Only from here on is the file known to be this writer's, and removed when something fails.
        try {
            fill(created, content, () -> operations.inherit(file, target, access));
            last.run();
            operations.syncDirectory(directoryOf(file));
        } catch (IOException e) {
            discard(file, e);
            throw e;
        }
    }

    private static void fill(FileOperations.Output created, byte[] content, Step first) throws IOException {
        try (FileOperations.Output output = created) {
            first.run();
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                output.write(bytes);
            }
            output.sync();
        }
    }

    private void discard(Path file, IOException failure) {
        try {
            operations.delete(file);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private static Path directoryOf(Path target) {
        return Objects.requireNonNull(target.toAbsolutePath().getParent(), "a file has a directory");
    }

    private static String nameOf(Path target) {
        return Objects.requireNonNull(target.getFileName(), "a file has a name").toString();
    }

    /**
     * Makes it unlikely that two writers choose the same name. It need not be unpredictable, because the file is created
     * exclusively; a secure random would cost a cold start nine milliseconds.
     */
    private static String randomHex() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }
}

package io.envdrift.server.seal;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.base.ShellLine;
import io.envdrift.files.AtomicFile;
import io.envdrift.files.FileAccess;
import io.envdrift.files.FileErrors;
import io.envdrift.files.FileOperations;
import io.envdrift.files.FileSnapshot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The file of SQLite's master key. A change of the key writes the new one beside it first, then the database, then renames:
 * whichever step a crash hits, one of the two files fits the database.
 */
public final class MasterKeyFile {
    private static final Set<PosixFilePermission> OWNERS = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private final Path file;
    private final Path next;
    private final AtomicFile writer = new AtomicFile(FileOperations.system());

    /** Names the file; nothing is read yet. */
    public MasterKeyFile(Path file) {
        this.file = file;
        this.next = file.resolveSibling(file.getFileName() + ".next");
    }

    /** Returns the key for a database that has never been used. */
    public MasterKey readOrCreate() {
        Optional<Secret> text = read(file);
        if (text.isEmpty()) {
            writer.createNew(file, bytes(MasterKey.generate()), FileAccess.OWNER_ONLY);
            text = read(file);
        }
        return MasterKey.parse(text.orElseThrow());
    }

    /**
     * Returns the key that fits a database, and finishes a change of the key that was cut short.
     *
     * @throws EnvdriftException {@code SERVER} when there is none or it does not fit
     */
    public MasterKey readFor(Connection connection) throws SQLException {
        Optional<MasterKey> changed = read(next).map(MasterKey::parse);
        if (changed.isPresent() && Canary.fits(connection, changed.get())) {
            adoptNext();
            return changed.get();
        }
        return read(file)
                .map(MasterKey::parse)
                .orElseThrow(() -> new EnvdriftException(
                        ErrorCode.SERVER,
                        "The database has a master key, but " + file + " is missing",
                        "put the key file back; a backup of the database does not contain it"));
    }

    /** Writes the key that the database is about to be changed to. */
    public void prepareNext(Secret key) {
        writer.write(next, bytes(key), FileAccess.OWNER_ONLY);
    }

    /** Makes the prepared key the key. */
    public void adoptNext() {
        read(next).ifPresent(key -> writer.write(file, bytes(key), FileAccess.OWNER_ONLY));
        writer.delete(next);
    }

    private static Optional<Secret> read(Path file) {
        requirePrivate(file);
        return FileSnapshot.of(file)
                .content()
                .map(bytes -> Secret.of(new String(bytes, StandardCharsets.US_ASCII).strip()));
    }

    /**
     * Whoever reads the key can forge signatures of every project of a stolen database, so the file must be owner-only.
     */
    private static void requirePrivate(Path file) {
        try {
            if (Files.exists(file)
                    && Files.getFileStore(file).supportsFileAttributeView("posix")
                    && Files.getPosixFilePermissions(file).stream().anyMatch(each -> !OWNERS.contains(each))) {
                throw new EnvdriftException(
                        ErrorCode.SERVER,
                        "Others may read the master key " + file,
                        "run: " + ShellLine.of("chmod", "600").file(file));
            }
        } catch (IOException e) {
            throw FileErrors.failed("read", file, e);
        }
    }

    private static byte[] bytes(Secret key) {
        return (key.reveal() + "\n").getBytes(StandardCharsets.US_ASCII);
    }
}

package io.envdrift.server.operate;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.files.AtomicFile;
import io.envdrift.files.FileAccess;
import io.envdrift.files.FileErrors;
import io.envdrift.files.FileOperations;
import io.envdrift.server.store.SqliteCopy;
import io.envdrift.server.store.StorageSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Copies an SQLite database to a file and back. The master key is never part of the copy. */
public final class SqliteBackup {
    private static final AtomicFile WRITER = new AtomicFile(FileOperations.system());

    private SqliteBackup() {}

    /**
     * Makes a consistent copy, owner-only; the server may be running and writing.
     *
     * @throws EnvdriftException {@code USAGE} for PostgreSQL, {@code FILE_ACCESS} when the copy exists already,
     *     {@code FILE_NOT_FOUND} when there is no database, {@code SERVER} when it cannot be read
     */
    public static void backUp(StorageSettings settings, Path copy) {
        requireSqlite(settings, "back up PostgreSQL with pg_dump");
        requireFile(settings.file());
        if (!WRITER.createNew(copy, new byte[0], FileAccess.OWNER_ONLY)) {
            throw new EnvdriftException(
                    ErrorCode.FILE_ACCESS, copy + " exists already", "name a file that does not exist");
        }
        try {
            SqliteCopy.into(settings.file(), copy);
        } catch (EnvdriftException e) {
            WRITER.delete(copy);
            throw e;
        }
    }

    /**
     * Puts a copy in place, after its integrity was checked.
     *
     * @throws EnvdriftException {@code FILE_ACCESS} when there is a database already, {@code SERVER} when the copy is
     *     damaged or no database of this server
     */
    public static void restore(Path copy, StorageSettings settings) {
        requireSqlite(settings, "restore PostgreSQL with pg_restore");
        requireFile(copy);
        SqliteCopy.requireSound(copy);
        WRITER.createDirectories(settings.data());
        if (Files.exists(settings.file())) {
            throw new EnvdriftException(
                    ErrorCode.FILE_ACCESS,
                    settings.file() + " exists already",
                    "move it and its -wal and -shm files away first");
        }
        try {
            // A log that was left beside a removed database must not be applied to another one.
            WRITER.delete(settings.file().resolveSibling(settings.file().getFileName() + "-wal"));
            WRITER.delete(settings.file().resolveSibling(settings.file().getFileName() + "-shm"));
            WRITER.write(settings.file(), Files.readAllBytes(copy), FileAccess.OWNER_ONLY);
        } catch (IOException e) {
            throw FileErrors.failed("read", copy, e);
        }
    }

    private static void requireSqlite(StorageSettings settings, String hint) {
        if (settings.database().isPresent()) {
            throw new EnvdriftException(ErrorCode.USAGE, "This is for SQLite only", hint);
        }
    }

    private static void requireFile(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new EnvdriftException(ErrorCode.FILE_NOT_FOUND, "There is no database " + file);
        }
    }
}

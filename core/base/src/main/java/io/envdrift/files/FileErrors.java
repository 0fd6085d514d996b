package io.envdrift.files;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Turns the file system's errors into one line with a hint. */
public final class FileErrors {
    /** As the system words it, for scripts look for it. */
    static final String IS_DIRECTORY = "Is a directory";

    private FileErrors() {}

    /**
     * Describes why a file could not be read or written.
     *
     * @param verb what was tried, as in "read" or "write"
     */
    public static EnvdriftException failed(String verb, Path file, IOException cause) {
        return described(verb, file, cause).at(file);
    }

    private static EnvdriftException described(String verb, Path file, IOException cause) {
        if (cause instanceof NoSuchFileException) {
            return new EnvdriftException(
                    ErrorCode.FILE_NOT_FOUND,
                    "Cannot " + verb + " " + file + ": no such file or directory",
                    null,
                    cause);
        }
        if (cause instanceof FolderReplacedException) {
            return new EnvdriftException(
                    ErrorCode.CHANGED_MEANWHILE,
                    "Cannot " + verb + " " + file + ": " + cause.getMessage(),
                    "another program put something else in its place; look at it, then run the command again",
                    cause);
        }
        String reason = reason(cause);
        return new EnvdriftException(
                ErrorCode.FILE_ACCESS, "Cannot " + verb + " " + file + ": " + reason, hint(reason, file), cause);
    }

    private static String reason(IOException cause) {
        if (cause instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (cause instanceof FileAlreadyExistsException) {
            return "it exists already";
        }
        if (cause instanceof NotDirectoryException) {
            return "not a directory";
        }
        String text = cause instanceof FileSystemException system ? system.getReason() : cause.getMessage();
        if (text == null || text.isBlank()) {
            return "the file system gave no reason";
        }
        String reason = text.strip();
        return reason.equals(IS_DIRECTORY) ? reason : reason.toLowerCase(Locale.ROOT);
    }

    private static @Nullable String hint(String reason, Path file) {
        if (reason.contains("no space") || reason.contains("quota")) {
            return "free some space; nothing was changed";
        }
        if (reason.contains("read-only")) {
            return "the file system is mounted read-only";
        }
        if (reason.equals("permission denied")) {
            return "check the owner and mode of " + file + " and of its directory";
        }
        if (reason.contains("not a lock file")) {
            return "remove it: envdrift makes its lock file itself";
        }
        if (reason.contains("a symbolic link")) {
            return "put a regular file there, or a link that stays inside the project";
        }
        if (reason.equals(IS_DIRECTORY)) {
            return "a file belongs there: move the directory away, or name a file";
        }
        return null;
    }
}

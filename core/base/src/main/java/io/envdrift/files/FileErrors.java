package io.envdrift.files;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Turns the file system's errors into one line with a hint. */
public final class FileErrors {
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
        Optional<FileFault> fault = FileFault.of(cause);
        return new EnvdriftException(
                ErrorCode.FILE_ACCESS,
                "Cannot " + verb + " " + file + ": " + reason(fault, cause),
                fault.map(known -> known.hint(file)).orElse(null),
                cause);
    }

    private static String reason(Optional<FileFault> fault, IOException cause) {
        if (fault.isPresent() && !(cause instanceof FileFault.Found)) {
            return fault.get().words();
        }
        String text = FileFault.text(cause);
        if (text.isBlank()) {
            return "the file system gave no reason";
        }
        return cause instanceof FileFault.Found ? text : text.toLowerCase(Locale.ROOT);
    }
}

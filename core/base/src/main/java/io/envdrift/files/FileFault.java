package io.envdrift.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What keeps a file from being read or written, where it is one of those that people can do something about. */
enum FileFault {
    /** Somebody else's file or directory. */
    DENIED("permission denied", null),
    /** Something has the name that was to be new. */
    EXISTS("it exists already", null),
    /** A part of the path is a file. */
    NOT_A_DIRECTORY("not a directory", null),
    /** The words are the system's, with its capital: scripts look for them. */
    DIRECTORY("Is a directory", "a file belongs there: move the directory away, or name a file"),
    /** The device is full. */
    FULL("no space left on device", "free some space; nothing was changed"),
    /** The user has used up what the device gives one user. */
    QUOTA("disk quota exceeded", "free some space; nothing was changed"),
    /** Nobody writes there. */
    READ_ONLY("read-only file system", "the file system is mounted read-only"),
    /** A link stands where only a regular file is read. */
    LINK(
            "it is a symbolic link, not a regular file",
            "put a regular file there, or a link that stays inside the project"),
    /** Something else stands where the lock file goes. */
    FOREIGN_LOCK("not a lock file of envdrift", "remove it: envdrift makes its lock file itself");

    private final String words;
    private final @Nullable String hint;

    FileFault(String words, @Nullable String hint) {
        this.words = words;
        this.hint = hint;
    }

    /** An error of ours, which knows its fault. */
    static final class Found extends IOException {
        private static final long serialVersionUID = 1;

        private final FileFault fault;

        Found(FileFault fault) {
            this(fault, fault.words);
        }

        Found(FileFault fault, String message) {
            super(message);
            this.fault = fault;
        }
    }

    /** Returns the fault behind an error. For some the JDK has a type; of the others it passes on the system's words only. */
    static Optional<FileFault> of(IOException error) {
        return switch (error) {
            case Found found -> Optional.of(found.fault);
            case AccessDeniedException denied -> Optional.of(DENIED);
            case FileAlreadyExistsException exists -> Optional.of(EXISTS);
            case NotDirectoryException none -> Optional.of(NOT_A_DIRECTORY);
            default -> {
                String text = text(error);
                yield Stream.of(DENIED, DIRECTORY, FULL, QUOTA, READ_ONLY)
                        .filter(fault -> fault.words.equalsIgnoreCase(text))
                        .findFirst();
            }
        };
    }

    /** Returns what the system says, or an empty text. */
    static String text(IOException error) {
        String text = error instanceof FileSystemException system ? system.getReason() : error.getMessage();
        return text == null ? "" : text.strip();
    }

    /** Returns how messages call it. */
    String words() {
        return words;
    }

    /** Returns what to do about it. */
    @Nullable
    String hint(Path file) {
        return this == DENIED ? "check the owner and mode of " + file + " and of its directory" : hint;
    }
}

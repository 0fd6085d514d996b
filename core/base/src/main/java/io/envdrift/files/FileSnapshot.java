package io.envdrift.files;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * What a file held at one moment, so that a later write can tell whether somebody else wrote in between.
 *
 * <p>Who named the file decides how it is opened. {@link #of} is for whatever a repository names or a default finds: only a
 * regular file, and no link at its name ({@link ContainedPath} has resolved those that stay inside). {@link #following} is
 * for the user's own places, as those below the home directory: links are followed, and still only a regular file is
 * opened. {@link #named} is for what the user names on the command line or in the environment: it is read wherever it leads,
 * also from a pipe, for a limited time.
 */
public final class FileSnapshot {
    /** Larger files are refused before they are read: no .env file is that large, and memory is finite. */
    public static final long MAX_BYTES = 256L << 20;

    /** How long a pipe that the user names is waited for, where no option says otherwise. */
    public static final Duration USUAL_LIMIT = Duration.ofSeconds(60);

    private final Path file;
    private final byte[] content;
    private final boolean existed;

    private FileSnapshot(Path file, byte[] content, boolean existed) {
        this.file = file;
        this.content = content;
        this.existed = existed;
    }

    /**
     * Reads a file that may be missing and that a repository names, or nobody does.
     *
     * @throws EnvdriftException {@code FILE_ACCESS} when it exists but is no regular file, be it a link, cannot be read, or
     *     is too large
     */
    public static FileSnapshot of(Path file) {
        try {
            FileKind kind = FileKind.of(file);
            return kind == FileKind.ABSENT ? missing(file) : new FileSnapshot(file, regular(file, kind), true);
        } catch (NoSuchFileException e) {
            return missing(file);
        } catch (IOException e) {
            throw FileErrors.failed("read", file, e);
        }
    }

    /**
     * Reads a file of the user's own that may be missing. Links are followed.
     *
     * @throws EnvdriftException {@code FILE_ACCESS} when what it leads to is no regular file, cannot be read, or is too
     *     large
     */
    public static FileSnapshot following(Path file) {
        try {
            FileKind kind = FileKind.following(file);
            return kind == FileKind.ABSENT ? missing(file) : new FileSnapshot(file, followed(file, kind), true);
        } catch (NoSuchFileException e) {
            return missing(file);
        } catch (IOException e) {
            throw FileErrors.failed("read", file, e);
        }
    }

    /** Reads what the user named, waiting for a pipe as long as {@link #USUAL_LIMIT}; see {@link #named(Path, Duration)}. */
    public static FileSnapshot named(Path file) {
        return named(file, USUAL_LIMIT);
    }

    /**
     * Reads what the user named, wherever it leads. A pipe or a device is read to its end, once.
     *
     * @param limit how long a pipe is waited for
     * @throws EnvdriftException {@code FILE_ACCESS} when it is a directory, cannot be read, is too large, or does not end
     *     within the limit
     */
    public static FileSnapshot named(Path file, Duration limit) {
        try {
            FileKind kind = FileKind.following(file);
            if (kind == FileKind.ABSENT) {
                return missing(file);
            }
            byte[] content = kind == FileKind.SPECIAL ? NamedStream.read(file, limit) : followed(file, kind);
            return new FileSnapshot(file, content, true);
        } catch (NoSuchFileException e) {
            return missing(file);
        } catch (IOException e) {
            throw FileErrors.failed("read", file, e);
        }
    }

    /** Tells whether reading a path that the user named uses it up, as that of a pipe does. */
    public static boolean isStream(Path file) {
        try {
            return FileKind.following(file) == FileKind.SPECIAL;
        } catch (IOException e) {
            return false;
        }
    }

    private static FileSnapshot missing(Path file) {
        return new FileSnapshot(file, new byte[0], false);
    }

    private static byte[] regular(Path file, FileKind kind) throws IOException {
        requireRegular(kind);
        requireSize(file, FileKind.size(file));
        Optional<HeldFolder> held = HeldFolder.of(file);
        try (InputStream input = held.isPresent()
                ? Channels.newInputStream(held.get().channel(file, Set.of(StandardOpenOption.READ)))
                : Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return bytes(file, input);
        }
    }

    private static byte[] followed(Path file, FileKind kind) throws IOException {
        requireRegular(kind);
        requireSize(file, Files.size(file));
        try (InputStream input = Files.newInputStream(file)) {
            return bytes(file, input);
        }
    }

    /**
     * Makes sure that a file can be read as {@link #of} does, without opening it; one that is missing can.
     *
     * @throws EnvdriftException {@code FILE_ACCESS} when it is a link, a directory, a pipe, a socket or a device
     */
    public static void requireRegular(Path file) {
        try {
            FileKind kind = FileKind.of(file);
            if (kind != FileKind.ABSENT) {
                requireRegular(kind);
            }
        } catch (IOException e) {
            throw FileErrors.failed("read", file, e);
        }
    }

    private static void requireRegular(FileKind kind) throws IOException {
        if (kind == FileKind.DIRECTORY) {
            throw new FileFault.Found(FileFault.DIRECTORY);
        }
        if (kind == FileKind.LINK) {
            throw new FileFault.Found(FileFault.LINK);
        }
        if (kind != FileKind.REGULAR) {
            throw new IOException("it is " + kind.words() + ", not a regular file");
        }
    }

    /** Reads no further than allowed: a file may grow. */
    private static byte[] bytes(Path file, InputStream input) throws IOException {
        byte[] content = input.readNBytes((int) MAX_BYTES);
        requireSize(file, input.read() >= 0 ? MAX_BYTES + 1 : content.length);
        return content;
    }

    private static void requireSize(Path file, long size) {
        if (size > MAX_BYTES) {
            throw new EnvdriftException(
                            ErrorCode.FILE_ACCESS,
                            "Cannot read " + file + ": larger than " + (MAX_BYTES >> 20) + " MiB")
                    .at(file);
        }
    }

    /** Returns the file that was read. */
    public Path file() {
        return file;
    }

    /** Returns the bytes, or nothing when the file did not exist. */
    public Optional<byte[]> content() {
        return existed ? Optional.of(content.clone()) : Optional.empty();
    }

    /** Tells whether the file existed. */
    public boolean existed() {
        return existed;
    }

    /**
     * Makes sure that the file still holds the same.
     *
     * @throws EnvdriftException {@code CHANGED_MEANWHILE} when it does not
     */
    public void requireUnchanged() {
        if (!isUnchanged()) {
            throw new EnvdriftException(
                            ErrorCode.CHANGED_MEANWHILE,
                            file + ": changed meanwhile, not overwritten",
                            "another program wrote it; run the command again")
                    .at(file);
        }
    }

    /** Tells whether the file still holds the same. */
    public boolean isUnchanged() {
        return of(file).holdsSameAs(this);
    }

    /** Tells whether another snapshot has the same bytes, or neither has any because there was no file. */
    public boolean holdsSameAs(FileSnapshot other) {
        return other.existed == existed && Arrays.equals(other.content, content);
    }
}

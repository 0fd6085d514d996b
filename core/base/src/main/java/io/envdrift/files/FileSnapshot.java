package io.envdrift.files;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** What a file held at one moment, so that a later write can tell whether somebody else wrote in between. */
public final class FileSnapshot {
    /** Larger files are refused before they are read: no .env file is that large, and memory is finite. */
    public static final long MAX_BYTES = 256L << 20;

    private final Path file;
    private final byte[] content;
    private final boolean existed;

    private FileSnapshot(Path file, byte[] content, boolean existed) {
        this.file = file;
        this.content = content;
        this.existed = existed;
    }

    /**
     * Reads a file that may be missing. Links are followed.
     *
     * @throws EnvdriftException {@code FILE_ACCESS} when it exists but cannot be read, or is too large
     */
    public static FileSnapshot of(Path file) {
        try {
            if (Files.isDirectory(file)) {
                throw FileErrors.failed("read", file, new IOException("Is a directory"));
            }
            if (Files.size(file) > MAX_BYTES) {
                throw tooLarge(file);
            }
            return new FileSnapshot(file, bytes(file), true);
        } catch (NoSuchFileException e) {
            return new FileSnapshot(file, new byte[0], false);
        } catch (IOException e) {
            throw FileErrors.failed("read", file, e);
        }
    }

    /** Reads no further than allowed: a device has no size, and a file may grow. */
    private static byte[] bytes(Path file) throws IOException {
        try (InputStream input = Files.newInputStream(file)) {
            byte[] content = input.readNBytes((int) MAX_BYTES);
            if (input.read() >= 0) {
                throw tooLarge(file);
            }
            return content;
        }
    }

    private static EnvdriftException tooLarge(Path file) {
        return new EnvdriftException(
                ErrorCode.FILE_ACCESS, "Cannot read " + file + ": larger than " + (MAX_BYTES >> 20) + " MiB");
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
        FileSnapshot now = of(file);
        if (now.existed != existed || !Arrays.equals(now.content, content)) {
            throw new EnvdriftException(
                    ErrorCode.CHANGED_MEANWHILE,
                    file + ": changed meanwhile, not overwritten",
                    "another program wrote it; run the command again");
        }
    }
}

package io.envdrift.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file that a library wrote by itself, as SQLite does. */
public final class ForeignFile {
    private ForeignFile() {}

    /**
     * Forces content and metadata of a file to the device.
     *
     * @throws IOException when there is no such file, or the device fails
     */
    public static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }
}

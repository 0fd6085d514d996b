package io.envdrift.distribution;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** A file in the form that {@code gzip -d} of every system reads. The usual level: the best takes seven times as long for 2 % less. */
final class GzippedFile {
    private GzippedFile() {}

    /**
     * Puts the compressed form, whose name ends in {@code .gz}, in the place of a file.
     *
     * @return the compressed file
     * @throws IOException if the file cannot be read, written or deleted
     */
    static Path of(Path file) throws IOException {
        Path gzipped = file.resolveSibling(file.getFileName() + ".gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(gzipped))) {
            Files.copy(file, out);
        }
        Files.delete(file);
        return gzipped;
    }
}

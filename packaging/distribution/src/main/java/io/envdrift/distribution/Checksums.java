package io.envdrift.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/** Writes {@code SHA256SUMS} beside the archives, as {@code sha256sum} does and checks. */
public final class Checksums {
    private Checksums() {}

    /**
     * Writes the file.
     *
     * @param arguments the directory, then the names of the files in it
     * @throws IOException if one cannot be read
     */
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        StringBuilder lines = new StringBuilder();
        for (int i = 1; i < arguments.length; i++) {
            byte[] digest = BuildId.sha256().digest(Files.readAllBytes(directory.resolve(arguments[i])));
            lines.append(HexFormat.of().formatHex(digest))
                    .append("  ")
                    .append(arguments[i])
                    .append('\n');
        }
        Files.writeString(directory.resolve("SHA256SUMS"), lines);
    }
}

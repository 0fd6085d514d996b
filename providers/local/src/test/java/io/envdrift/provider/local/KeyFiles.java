package io.envdrift.provider.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Key files for tests. */
final class KeyFiles {
    private KeyFiles() {}

    /** Writes digits to a temporary file, which the system makes owner-only, and removes it at the end of the run. */
    static Path ownerOnly(String digits) throws IOException {
        Path file = Files.createTempFile("test", ".key");
        file.toFile().deleteOnExit();
        return Files.writeString(file, digits);
    }
}

package io.envdrift.sources;

import io.envdrift.files.FileSnapshot;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file's values again when its bytes changed. A rotated key comes with new ciphertext, so an unchanged file
 * needs no decryption and no call of the vault.
 */
final class ChangedFile implements PollingWatch.Look {
    private final Path file;
    private final Supplier<SourceValues> reading;
    /** Of the last reading that worked: where the key arrives after the file, the next look tries again. */
    private byte @Nullable [] seen;

    ChangedFile(Path file, Supplier<SourceValues> reading) {
        this.file = file;
        this.reading = reading;
    }

    @Override
    public Optional<SourceValues> look() {
        byte[] now = FileSnapshot.following(file).content().orElse(null);
        // Reading a file that is gone reports so.
        if (now != null && Arrays.equals(now, seen)) {
            return Optional.empty();
        }
        SourceValues read = reading.get();
        seen = now;
        return Optional.of(read);
    }
}

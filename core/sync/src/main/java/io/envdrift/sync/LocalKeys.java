package io.envdrift.sync;

import io.envdrift.base.EnvdriftException;
import io.envdrift.dotenvx.KeysFile;
import io.envdrift.files.FileSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The keys files of a run, each read once. */
public final class LocalKeys {
    private static final Set<PosixFilePermission> OWNER =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final Map<Path, Optional<KeysFile>> files = new HashMap<>();

    /**
     * Returns a keys file; nothing when there is none.
     *
     * @throws EnvdriftException when the file exists and cannot be read as text
     */
    Optional<KeysFile> file(Path file) {
        return files.computeIfAbsent(file, LocalKeys::read);
    }

    /** Reads a file before its values are asked for; an error is thrown when they are. */
    void prefetch(Path file) {
        try {
            files.computeIfAbsent(file, LocalKeys::read);
        } catch (EnvdriftException e) {
            // Thrown again when it is asked for.
        }
    }

    /** Returns a remark when others can read the file. */
    Optional<String> warning(Path file) {
        return isWider(file) ? Optional.of(file + " can be read by others (should be 0600)") : Optional.empty();
    }

    static Optional<KeysFile> read(Path file) {
        FileSnapshot snapshot = FileSnapshot.of(file);
        return snapshot.existed() ? Optional.of(KeysFile.of(EnvFile.parse(snapshot))) : Optional.empty();
    }

    /** Tells whether a file gives rights to others than its owner. */
    public static boolean isWider(Path file) {
        try {
            return Files.exists(file) && !OWNER.containsAll(Files.getPosixFilePermissions(file));
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}

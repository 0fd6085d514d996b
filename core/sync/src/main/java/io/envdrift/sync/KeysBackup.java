package io.envdrift.sync;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.dotenvx.KeysFile;
import io.envdrift.files.AtomicFile;
import io.envdrift.files.FileAccess;
import io.envdrift.files.FileSnapshot;
import io.envdrift.files.ReservedNames;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Copies of a keys file from before an update: {@code .env.keys.backup.<UTC time>}, 0600. */
public final class KeysBackup {
    private static final String MARK = ReservedNames.BACKUP_MARK;
    private static final int MOST_COLLISIONS = 1000;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss_SSSSSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final AtomicFile files;
    private final Clock clock;

    KeysBackup(AtomicFile files, Clock clock) {
        this.files = files;
        this.clock = clock;
    }

    /**
     * Keeps the bytes of a keys file.
     *
     * @return where they are now
     * @throws EnvdriftException when the backup cannot be written; then the file must not be either
     */
    Path make(FileSnapshot keysFile) {
        byte[] content = keysFile.content().orElseThrow();
        String name = keysFile.file().getFileName() + MARK + TIME.format(clock.instant());
        for (int i = 0; i < MOST_COLLISIONS; i++) {
            Path backup = keysFile.file().resolveSibling(i == 0 ? name : name + "." + i);
            if (files.createNew(backup, content, FileAccess.OWNER_ONLY)) {
                return backup;
            }
        }
        throw new EnvdriftException(ErrorCode.FILE_ACCESS, "Cannot find a free name for a backup like " + name);
    }

    /** Tells whether a file is a backup of a keys file, by its name. */
    public static boolean isOf(Path keysFile, Path file) {
        return String.valueOf(file.getFileName()).startsWith(keysFile.getFileName() + MARK);
    }

    /** Tells whether a keys file has every key that a backup of it has. */
    public static boolean isStale(Path keysFile, Path backup) {
        try {
            return LocalKeys.read(keysFile)
                    .map(current -> isCovered(backup, keysIn(current)))
                    .orElse(false);
        } catch (EnvdriftException e) {
            return false;
        }
    }

    /**
     * Removes the backups whose every key the current file holds. What cannot be read or removed stays: a backup too many
     * harms nobody, and the keys file itself is written already.
     *
     * @param newest the backup that was made just now: the user is told of it, so it stays until the next update
     */
    void prune(Path keysFile, KeysFile current, Optional<Path> newest) {
        Set<String> kept = keysIn(current);
        Path directory = Objects.requireNonNull(keysFile.getParent());
        try (DirectoryStream<Path> backups = Files.newDirectoryStream(directory, file -> isOf(keysFile, file))) {
            for (Path backup : backups) {
                if (!newest.equals(Optional.of(backup)) && isCovered(backup, kept)) {
                    files.delete(backup);
                }
            }
        } catch (IOException | DirectoryIteratorException | EnvdriftException e) {
            // Removal is tried again after the next update.
            return;
        }
    }

    private static boolean isCovered(Path backup, Set<String> kept) {
        try {
            return LocalKeys.read(backup)
                    .map(keys -> kept.containsAll(keysIn(keys)))
                    .orElse(false);
        } catch (EnvdriftException e) {
            return false;
        }
    }

    /** Returns name and key, so that a key that only moved to another name keeps its backup. */
    private static Set<String> keysIn(KeysFile keys) {
        Set<String> found = new HashSet<>();
        keys.entries().forEach(entry -> {
            entry.list().tokens().forEach(token -> found.add(entry.name() + "=" + token.reveal()));
        });
        return found;
    }
}

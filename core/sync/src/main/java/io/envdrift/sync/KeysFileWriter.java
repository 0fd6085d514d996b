package io.envdrift.sync;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.Secret;
import io.envdrift.dotenvx.KeysFile;
import io.envdrift.files.AtomicFile;
import io.envdrift.files.FileAccess;
import io.envdrift.files.FileSnapshot;
import io.envdrift.files.FolderLock;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Puts one key into a keys file, without a plan: under the folder's lock, with a backup of what it replaces. */
public final class KeysFileWriter {
    private final AtomicFile files;
    private final Clock clock;

    /** Creates a writer. */
    public KeysFileWriter(AtomicFile files, Clock clock) {
        this.files = files;
        this.clock = clock;
    }

    /**
     * Writes a key under a name; nothing is written when the file holds it already and is 0600.
     *
     * @param label the env file it is for, for the comment above a new line
     * @return the backup, when another key was replaced
     * @throws EnvdriftException {@code FILE_ACCESS}, {@code NOT_TEXT} or {@code LOCKED}
     */
    public Optional<Path> put(Path file, String name, Secret value, String label) {
        Path folder = Objects.requireNonNull(file.getParent());
        try (FolderLock lock = FolderLock.acquire(List.of(folder), SyncApplier.LOCK_LIMIT)) {
            Objects.requireNonNull(lock);
            files.sweep(file);
            FileSnapshot before = FileSnapshot.of(file);
            KeysFile keys = KeysFile.of(EnvFile.parse(before));
            List<Secret> values = LocalKeys.values(keys, name);
            boolean present = values.contains(value);
            if (present && !LocalKeys.isWider(file)) {
                return Optional.empty();
            }
            return replace(before, present ? keys : keys.with(name, value, label), !present && !values.isEmpty());
        }
    }

    /**
     * Writes an edited keys file over the one it was made from; the caller holds the folder's lock.
     *
     * @param keysReplaced whether a key is lost by the edit, so that the file as it was is kept in a backup
     * @return the backup
     * @throws EnvdriftException {@code CHANGED_MEANWHILE} when a program that knows no locks wrote the file
     */
    public Optional<Path> replace(FileSnapshot before, KeysFile edited, boolean keysReplaced) {
        KeysBackup backups = new KeysBackup(files, clock);
        Optional<Path> backup = keysReplaced ? Optional.of(backups.make(before)) : Optional.empty();
        try {
            before.requireUnchanged();
        } catch (EnvdriftException e) {
            backup.ifPresent(files::delete);
            throw e;
        }
        files.write(before.file(), edited.document().bytes(), FileAccess.OWNER_ONLY);
        backups.prune(before.file(), edited, backup);
        return backup;
    }
}

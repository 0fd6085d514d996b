package io.envdrift.sync;

import static io.envdrift.sync.KeyRelation.AHEAD;
import static io.envdrift.sync.KeyRelation.DRIFT;
import static io.envdrift.sync.KeyRelation.SAME;
import static io.envdrift.sync.KeyRelation.TRIMMED;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.base.ShellLine;
import io.envdrift.dotenvx.KeyList;
import io.envdrift.dotenvx.KeyRing;
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
    private final TrackedFiles tracked;

    /** Creates a writer. */
    public KeysFileWriter(AtomicFile files, Clock clock) {
        this(files, clock, new TrackedFiles());
    }

    /**
     * Creates one of several writers of a run.
     *
     * @param tracked what git tracks, asked once for all of them
     */
    KeysFileWriter(AtomicFile files, Clock clock, TrackedFiles tracked) {
        this.files = files;
        this.clock = clock;
        this.tracked = tracked;
    }

    /**
     * The result of writing a key.
     *
     * @param backup the file as it was, when another key was replaced
     * @param ahead whether the file was left alone because it has a newer key beside those that were to be written
     */
    public record Written(Optional<Path> backup, boolean ahead) {}

    /**
     * Writes a key under a name. Nothing is written when the file holds it already, as its newest or before a newer one, and is
     * 0600.
     *
     * @param label the env file it is for, for the comment above a new line
     * @throws EnvdriftException {@code FILE_ACCESS}, {@code NOT_TEXT} or {@code LOCKED}
     */
    public Written put(Path file, String name, Secret value, String label) {
        Path folder = Objects.requireNonNull(file.getParent());
        try (FolderLock lock = FolderLock.acquire(List.of(folder), SyncApplier.LOCK_LIMIT)) {
            Objects.requireNonNull(lock);
            files.sweep(file);
            FileSnapshot before = FileSnapshot.of(file);
            KeyRing given = KeyRing.of(KeyList.parse(value.reveal()).keys());
            KeysFile keys = KeysFile.of(EnvFile.parse(before)).concerning(name, given::holds);
            boolean present = !keys.entries(name).isEmpty();
            KeyRelation relation = present ? KeyRelation.of(keys.list(name), KeyList.parse(value.reveal())) : DRIFT;
            boolean kept = relation == SAME || relation == TRIMMED || relation == AHEAD;
            if (kept && !LocalKeys.isWider(file)) {
                return new Written(Optional.empty(), relation == AHEAD);
            }
            KeysFile edited = kept ? keys : keys.with(name, value, label);
            return new Written(replace(before, edited, present && relation == DRIFT), relation == AHEAD);
        }
    }

    /**
     * Writes an edited keys file over the one it was made from; the caller holds the folder's lock.
     *
     * @param keysReplaced whether a key is lost by the edit, so that the file as it was is kept in a backup
     * @return the backup
     * @throws EnvdriftException {@code CHANGED_MEANWHILE} when a program that knows no locks wrote the file; {@code
     *     UNSUITABLE_FILE} when git tracks it and it held no key yet: the next commit would publish the first one
     */
    public Optional<Path> replace(FileSnapshot before, KeysFile edited, boolean keysReplaced) {
        if (KeysFile.of(EnvFile.parse(before)).entries().isEmpty() && tracked.contains(before.file())) {
            throw new EnvdriftException(
                    ErrorCode.UNSUITABLE_FILE,
                    before.file() + ": git tracks it and it holds no key yet, so no key is written to it",
                    "correct env_keys_filename, or run: "
                            + ShellLine.of("git", "rm", "--cached").file(before.file()));
        }
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

package io.envdrift.sync;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.dotenvx.KeyList;
import io.envdrift.dotenvx.KeyRing;
import io.envdrift.dotenvx.KeysFile;
import io.envdrift.files.AtomicFile;
import io.envdrift.files.FileSnapshot;
import io.envdrift.files.FolderLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Writes the keys that a plan says into a keys file: one lock, one fresh read, one backup, one write.
 *
 * <p>Between plan and lock another process may have written. A key that still is what the plan saw is written; one that
 * already is what the vault says counts as unchanged; any other is reported and left alone.
 */
public final class SyncApplier {
    /** How long another writer of the same folder is waited for. */
    public static final Duration LOCK_LIMIT = Duration.ofSeconds(30);

    private final AtomicFile files;
    private final Clock clock;
    private final TrackedFiles tracked = new TrackedFiles();

    /** Creates an applier. */
    public SyncApplier(AtomicFile files, Clock clock) {
        this.files = files;
        this.clock = clock;
    }

    /** What was written, and remarks about the files. */
    public record Applied(Outcome outcome, List<String> notes) {}

    /**
     * Writes the keys of one keys file. Appliers may work on several files at once.
     *
     * @param steps {@link Step.Create}, {@link Step.Advance}, approved {@link Step.Update} and {@link Step.Keep} steps of the same keys file
     */
    public Map<Step, Applied> apply(List<Step> steps) {
        Path file = steps.getFirst().mapping().keysFile();
        return needsWriting(file, steps)
                ? write(file, steps)
                : each(steps, step -> new Applied(new Outcome.Unchanged(material(step)), List.of()));
    }

    /** Steps are compared by identity: comparing two keys takes constant time, which is long. */
    private static Map<Step, Applied> each(List<Step> steps, Function<Step, Applied> result) {
        Map<Step, Applied> applied = new IdentityHashMap<>();
        steps.forEach(step -> applied.put(step, result.apply(step)));
        return applied;
    }

    private static boolean needsWriting(Path file, List<Step> edits) {
        return edits.stream().anyMatch(step -> !(step instanceof Step.Keep)) || LocalKeys.isWider(file);
    }

    private Map<Step, Applied> write(Path file, List<Step> edits) {
        Path directory = Objects.requireNonNull(file.getParent());
        try {
            if (!Files.isDirectory(directory)
                    && Files.isDirectory(edits.getFirst().mapping().folder())) {
                files.createDirectories(directory);
            }
            try (FolderLock lock = FolderLock.acquire(List.of(directory), LOCK_LIMIT)) {
                Objects.requireNonNull(lock);
                return edit(file, edits);
            }
        } catch (EnvdriftException e) {
            return each(edits, step -> new Applied(new Outcome.Failed(e), List.of()));
        }
    }

    private Map<Step, Applied> edit(Path file, List<Step> edits) {
        files.sweep(file);
        FileSnapshot before = FileSnapshot.of(file);
        boolean wide = LocalKeys.isWider(file);
        KeysFile keys = KeysFile.of(EnvFile.parse(before));
        KeysFile edited = keys;
        Map<Step, Decision> decisions = new IdentityHashMap<>();
        for (Step step : edits) {
            KeysFile own = concerning(step, edited);
            Decision decision = decide(step, own);
            if (decision == Decision.CREATE || decision == Decision.UPDATE || decision == Decision.ADVANCE) {
                edited = own.with(
                        step.mapping().keyNames().privateKey(),
                        material(step).value(),
                        step.mapping().usualEnvFile());
            }
            decisions.put(step, decision);
        }
        Optional<Path> backup = wide || edited != keys
                ? new KeysFileWriter(files, clock, tracked)
                        .replace(before, edited, decisions.containsValue(Decision.UPDATE))
                : Optional.empty();
        List<String> notes = wide ? List.of("mode of " + file.getFileName() + " was wider, now 0600") : List.of();
        return each(
                edits, step -> new Applied(outcome(step, Objects.requireNonNull(decisions.get(step)), backup), notes));
    }

    private enum Decision {
        CREATE,
        UPDATE,
        ADVANCE,
        KEEP,
        CONFLICT
    }

    /** The lines that were compared when it was planned: those with a key of the vault, or with one that was there. */
    private static KeysFile concerning(Step step, KeysFile keys) {
        String name = step.mapping().keyNames().privateKey();
        KeyList planned = planned(step);
        // Not the lists themselves: a record's own equals is slow to come up (CONTRIBUTING, the cold path).
        if (keys.list(name).tokens().equals(planned.tokens())) {
            return keys;
        }
        KeyRing known = material(step).ring().plus(KeyRing.of(planned.keys()));
        return keys.concerning(name, known::holds);
    }

    private static KeyList planned(Step step) {
        if (step instanceof Step.Update update) {
            return KeyList.parse(update.local().reveal());
        }
        if (step instanceof Step.Advance advance) {
            return KeyList.parse(advance.local().reveal());
        }
        return new KeyList(List.of());
    }

    private static Decision decide(Step step, KeysFile now) {
        String name = step.mapping().keyNames().privateKey();
        if (now.entries(name).isEmpty()) {
            return step instanceof Step.Create ? Decision.CREATE : Decision.CONFLICT;
        }
        KeyList local = now.list(name);
        KeyRelation relation = KeyRelation.of(local, material(step).list());
        if (relation == KeyRelation.SAME || relation == KeyRelation.TRIMMED) {
            return Decision.KEEP;
        }
        if (relation.takesVault()) {
            return Decision.ADVANCE;
        }
        return step instanceof Step.Update update && local.value().equals(update.local())
                ? Decision.UPDATE
                : Decision.CONFLICT;
    }

    private static Outcome outcome(Step step, Decision decision, Optional<Path> backup) {
        return switch (decision) {
            case CREATE -> new Outcome.Created(material(step));
            case UPDATE -> new Outcome.Updated(material(step), backup.orElseThrow());
            case ADVANCE ->
                new Outcome.Advanced(material(step), !(step instanceof Step.Advance known) || known.newer());
            case KEEP -> new Outcome.Unchanged(material(step));
            case CONFLICT ->
                new Outcome.Failed(new EnvdriftException(
                        ErrorCode.CHANGED_MEANWHILE,
                        step.mapping().keysFile() + ": changed meanwhile, not overwritten",
                        "another program wrote it; run the command again"));
        };
    }

    private static KeyMaterial material(Step step) {
        return step.keyToStore().orElseThrow(() -> new IllegalArgumentException("no step that stores a key"));
    }
}

package io.envdrift.sync;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.dotenvx.KeyNames;
import io.envdrift.dotenvx.KeysFile;
import io.envdrift.files.AtomicFile;
import io.envdrift.files.FileSnapshot;
import io.envdrift.files.FolderLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Writes the keys that a plan says, per keys file: one lock, one fresh read, one backup, one write.
 *
 * <p>Between plan and lock another process may have written. A key that still is what the plan saw is written; one that
 * already is what the vault says counts as unchanged; any other is reported and left alone.
 */
public final class SyncApplier {
    /** How long another writer of the same folder is waited for. */
    public static final Duration LOCK_LIMIT = Duration.ofSeconds(30);

    private final AtomicFile files;
    private final Clock clock;

    /** Creates an applier. */
    public SyncApplier(AtomicFile files, Clock clock) {
        this.files = files;
        this.clock = clock;
    }

    /** What was written, and remarks about the files. */
    public record Applied(Outcome outcome, List<String> notes) {}

    /**
     * Writes the keys of steps that create, update or keep.
     *
     * @param steps {@link Step.Create}, approved {@link Step.Update} and {@link Step.Keep} steps
     */
    public Map<Step, Applied> apply(List<Step> steps) {
        Map<Path, List<Step>> perFile = new LinkedHashMap<>();
        steps.forEach(step -> perFile.computeIfAbsent(step.mapping().keysFile(), any -> new ArrayList<>())
                .add(step));
        Map<Step, Applied> applied = new LinkedHashMap<>();
        perFile.forEach((file, edits) -> {
            if (needsWriting(file, edits)) {
                applied.putAll(applyTo(file, edits));
            } else {
                edits.forEach(step -> applied.put(step, new Applied(new Outcome.Unchanged(material(step)), List.of())));
            }
        });
        return applied;
    }

    private static boolean needsWriting(Path file, List<Step> edits) {
        return edits.stream().anyMatch(step -> !(step instanceof Step.Keep)) || LocalKeys.isWider(file);
    }

    private Map<Step, Applied> applyTo(Path file, List<Step> edits) {
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
            Map<Step, Applied> failed = new LinkedHashMap<>();
            edits.forEach(step -> failed.put(step, new Applied(new Outcome.Failed(e), List.of())));
            return failed;
        }
    }

    private Map<Step, Applied> edit(Path file, List<Step> edits) {
        files.sweep(file);
        FileSnapshot before = FileSnapshot.of(file);
        boolean wide = LocalKeys.isWider(file);
        KeysFile keys = KeysFile.of(EnvFile.parse(before));
        KeysFile edited = keys;
        Map<Step, Decision> decisions = new LinkedHashMap<>();
        for (Step step : edits) {
            Decision decision = decide(step, edited);
            if (decision == Decision.CREATE || decision == Decision.UPDATE) {
                String environment = step.mapping().environment();
                edited = edited.with(
                        KeyNames.ofEnvironment(environment).privateKey(),
                        material(step).value(),
                        ".env." + environment);
            }
            decisions.put(step, decision);
        }
        Optional<Path> backup = Optional.empty();
        if (wide || edited != keys) {
            backup = new KeysFileWriter(files, clock).replace(before, edited, decisions.containsValue(Decision.UPDATE));
        }
        List<String> notes = wide ? List.of("mode of " + file.getFileName() + " was wider, now 0600") : List.of();
        Map<Step, Applied> applied = new LinkedHashMap<>();
        for (Map.Entry<Step, Decision> each : decisions.entrySet()) {
            applied.put(each.getKey(), new Applied(outcome(each.getKey(), each.getValue(), backup), notes));
        }
        return applied;
    }

    private enum Decision {
        CREATE,
        UPDATE,
        KEEP,
        CONFLICT
    }

    private static Decision decide(Step step, KeysFile now) {
        List<Secret> values = LocalKeys.values(
                now, KeyNames.ofEnvironment(step.mapping().environment()).privateKey());
        if (values.contains(material(step).value())) {
            return Decision.KEEP;
        }
        return switch (step) {
            case Step.Create any when values.isEmpty() -> Decision.CREATE;
            case Step.Update update when values.contains(update.local()) -> Decision.UPDATE;
            default -> Decision.CONFLICT;
        };
    }

    private static Outcome outcome(Step step, Decision decision, Optional<Path> backup) {
        return switch (decision) {
            case CREATE -> new Outcome.Created(material(step));
            case UPDATE -> new Outcome.Updated(material(step), backup.orElseThrow());
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

package io.envdrift.workflow.keys;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.Progress;
import io.envdrift.config.Mapping;
import io.envdrift.sync.DecryptionProbe;
import io.envdrift.sync.DecryptionTest;
import io.envdrift.sync.FileTasks;
import io.envdrift.sync.KeyMaterial;
import io.envdrift.sync.Outcome;
import io.envdrift.sync.Step;
import io.envdrift.sync.SyncApplier;
import io.envdrift.sync.SyncMode.Check;
import io.envdrift.sync.SyncReport;
import io.envdrift.workflow.GitRemarks;
import io.envdrift.workflow.IgnoreLine;
import io.envdrift.workflow.Project;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Brings the keys of the selected mappings from their vaults into keys files. */
public record Sync(Project project) {
    /**
     * Syncs the keys of the selected mappings.
     *
     * @param approval decides about every key that would be replaced
     * @throws EnvdriftException {@code NOTHING_SELECTED} when no mapping is selected; errors of a single mapping are in
     *     its row
     */
    public SyncReport run(SyncOptions options, UpdateApproval approval) {
        SyncReport report = run(project.select(options.profile()), options, approval);
        List<Path> untidy = new GitRemarks(project)
                .untidyKeysFiles(report.rows().stream()
                        .filter(row ->
                                row.outcome() instanceof Outcome.Created || row.outcome() instanceof Outcome.Updated)
                        .map(SyncReport.Row::mapping)
                        .toList());
        return new SyncReport(report.rows().stream()
                .map(row -> untidy.contains(row.mapping().keysFile()) ? withRemark(row) : row)
                .toList());
    }

    private static SyncReport.Row withRemark(SyncReport.Row row) {
        List<String> notes = new ArrayList<>(row.notes());
        Path keysFile = row.mapping().keysFile();
        notes.add(
                "git would take " + keysFile + ": add the line " + IgnoreLine.patternFor(keysFile) + " to .gitignore");
        return new SyncReport.Row(row.mapping(), row.outcome(), notes, row.decryption());
    }

    /** Syncs chosen mappings, for the workflows that sync first. */
    public SyncReport run(List<Mapping> mappings, SyncOptions options, UpdateApproval approval) {
        Map<Step, SyncApplier.Applied> applied = new IdentityHashMap<>();
        SyncApplier applier =
                new SyncApplier(project.ports().files(), project.ports().clock());
        List<List<Step>> questions = new ArrayList<>();
        List<Step> steps;
        // A keys file is written while the secrets of the next one are being read. Questions wait until all secrets are
        // read, because the time limit must not run while the user thinks.
        try (FileTasks.Batch<Map<Step, SyncApplier.Applied>> writes =
                new FileTasks(project.fileWorkers(), Progress.NONE).begin()) {
            Consumer<List<Step>> write = planned -> {
                List<Step> approved = settle(planned, options, approval, applied);
                if (!approved.isEmpty()) {
                    writes.add(() -> applier.apply(approved));
                }
            };
            steps = project.planner().plan(mappings, options.mode(), planned -> {
                if (planned.stream().anyMatch(Step.Update.class::isInstance)) {
                    questions.add(planned);
                } else {
                    write.accept(planned);
                }
            });
            questions.forEach(write);
            writes.results().forEach(applied::putAll);
        }
        List<SyncReport.Row> rows = new ArrayList<>();
        for (Step step : steps) {
            SyncApplier.Applied result =
                    Optional.ofNullable(applied.get(step)).orElseGet(() -> result(untouched(step, options)));
            List<String> notes = new ArrayList<>(step.warnings());
            notes.addAll(result.notes());
            rows.add(new SyncReport.Row(
                    step.mapping(), result.outcome(), notes, test(step.mapping(), result.outcome(), options)));
        }
        return new SyncReport(rows);
    }

    /** Decides the steps that write nothing, and asks about updates; returns the steps to write. */
    private static List<Step> settle(
            List<Step> steps, SyncOptions options, UpdateApproval approval, Map<Step, SyncApplier.Applied> settled) {
        List<Step> approved = new ArrayList<>();
        for (Step step : steps) {
            if (options.action() != SyncOptions.Action.WRITE) {
                planned(step, options).ifPresent(outcome -> settled.put(step, result(outcome)));
            } else if (step instanceof Step.Update update) {
                refusal(update, approval)
                        .ifPresentOrElse(outcome -> settled.put(step, result(outcome)), () -> approved.add(step));
            } else if (step.keyToStore().isPresent()) {
                approved.add(step);
            }
        }
        return approved;
    }

    /** Returns what becomes of an update that is not allowed. A question that fails is an answer about its row only. */
    private static Optional<Outcome> refusal(Step.Update update, UpdateApproval approval) {
        try {
            return switch (approval.ask(update)) {
                case REPLACE -> Optional.empty();
                case KEEP -> Optional.of(new Outcome.Declined(update.material(), update.local()));
                case NOBODY_TO_ASK -> Optional.of(drift(update, "drift: local value differs from vault"));
            };
        } catch (EnvdriftException e) {
            return Optional.of(new Outcome.Failed(e));
        }
    }

    private static Optional<Outcome> planned(Step step, SyncOptions options) {
        return switch (step) {
            case Step.Create create -> Optional.of(new Outcome.WouldCreate(create.material()));
            case Step.Update update ->
                Optional.of(
                        options.isVerification()
                                ? drift(update, "Local value differs from vault")
                                : new Outcome.WouldUpdate(update.material(), update.local()));
            case Step.Advance advance -> Optional.of(planned(advance, options));
            case Step.Ahead any -> Optional.empty();
            case Step.Keep keep -> Optional.of(new Outcome.Unchanged(keep.material()));
            case Step.Hold any -> Optional.empty();
            case Step.Skip any -> Optional.empty();
            case Step.Fail any -> Optional.empty();
        };
    }

    /** Older keys that only the vault has are no difference; a newer one is. */
    private static Outcome planned(Step.Advance advance, SyncOptions options) {
        if (!options.isVerification()) {
            return new Outcome.WouldUpdate(advance.material(), advance.local());
        }
        return advance.newer()
                ? new Outcome.Behind(advance.material(), advance.local())
                : new Outcome.Unchanged(advance.material());
    }

    private static Outcome drift(Step.Update update, String reason) {
        return new Outcome.Drifted(update.material(), update.local(), update.fit(), reason);
    }

    private static SyncApplier.Applied result(Outcome outcome) {
        return new SyncApplier.Applied(outcome, List.of());
    }

    /** Returns the outcome of a step that never writes. */
    private static Outcome untouched(Step step, SyncOptions options) {
        return switch (step) {
            case Step.Ahead ahead ->
                new Outcome.Ahead(ahead.material(), ahead.local(), ahead.fit(), options.isVerification());
            case Step.Hold hold -> new Outcome.Ephemeral(hold.material());
            case Step.Skip skip -> new Outcome.Skipped(skip.reason());
            case Step.Fail fail -> new Outcome.Failed(fail.failure());
            case Step.Create any -> throw new IllegalStateException("a create step was not settled");
            case Step.Update any -> throw new IllegalStateException("an update step was not settled");
            case Step.Advance any -> throw new IllegalStateException("an advance step was not settled");
            case Step.Keep any -> throw new IllegalStateException("a keep step was not settled");
        };
    }

    private Optional<DecryptionTest> test(Mapping mapping, Outcome outcome, SyncOptions options) {
        if (!options.checks().contains(Check.DECRYPTION)) {
            return Optional.empty();
        }
        return Outcome.material(outcome).filter(any -> !outcome.isError()).map(material -> probe(mapping, material));
    }

    private DecryptionTest probe(Mapping mapping, KeyMaterial material) {
        return new DecryptionProbe(project.locator(), project.plainKeys()).test(mapping, material);
    }
}

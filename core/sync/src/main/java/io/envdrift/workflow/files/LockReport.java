package io.envdrift.workflow.files;

import io.envdrift.config.Mapping;
import io.envdrift.sync.SyncReport;
import java.util.List;
import java.util.Optional;

/**
 * The result of a lock.
 *
 * @param keys the step before: keys verified or brought; empty when it was not asked for
 * @param files the env files; empty when the step before failed, for then nothing is encrypted
 */
public record LockReport(Optional<SyncReport> keys, List<FileRow> files) {
    /** Copies the list. */
    public LockReport {
        files = List.copyOf(files);
    }

    /** What became of the env file of one mapping. */
    public record FileRow(Mapping mapping, String name, FileOutcome outcome) {}

    /** Tells whether the keys are not as they should be, so that nothing was encrypted. */
    public boolean isStopped() {
        return keys.filter(SyncReport::hasErrors).isPresent();
    }

    /** Tells whether there was no env file to work on: of every mapping it is missing, or several could be meant. */
    public boolean isEmptyHanded() {
        return files.stream().allMatch(row -> row.outcome().isLeftOut());
    }

    /** Returns how many files were left out that the gates refuse, since they hold nothing encrypted. */
    public long unproven() {
        return files.stream()
                .filter(row -> row.outcome() instanceof FileOutcome.Skipped skipped
                        && !skipped.remarks().isEmpty())
                .count();
    }

    /** Tells whether anything is not as it should be. */
    public boolean hasErrors() {
        return isStopped() || files.stream().anyMatch(row -> row.outcome().isError());
    }
}

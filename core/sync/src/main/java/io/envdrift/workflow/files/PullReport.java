package io.envdrift.workflow.files;

import io.envdrift.base.EnvdriftException;
import io.envdrift.config.Mapping;
import io.envdrift.sync.SyncReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The result of a pull.
 *
 * @param sync the keys; empty when that step was left out
 * @param files the env files; empty when keys were missing, for then nothing is decrypted
 * @param trackedPlaintext how many files that git tracks hold plaintext now
 * @param untidyKeysFiles keys files that git would take with the next {@code git add}
 */
public record PullReport(
        Optional<SyncReport> sync, List<FileRow> files, int trackedPlaintext, List<Path> untidyKeysFiles) {
    /** Copies the lists. */
    public PullReport {
        files = List.copyOf(files);
        untidyKeysFiles = List.copyOf(untidyKeysFiles);
    }

    /**
     * What became of the env file of one mapping.
     *
     * @param mapping the mapping
     * @param name the file as the user knows it: the folder as written and the file's name
     * @param outcome what was done, found, or went wrong
     * @param activation the activated copy, where one was asked for and the file is plaintext
     */
    public record FileRow(Mapping mapping, String name, FileOutcome outcome, Optional<Activation> activation) {
        /** Tells whether this file or its copy is not as it should be. */
        public boolean isError() {
            return outcome.isError()
                    || activation.filter(Activation.Failed.class::isInstance).isPresent();
        }
    }

    /** The copy of a decrypted file at another place. */
    public sealed interface Activation {
        /** It was made. */
        record Done(String target, String source) implements Activation {}

        /** It could not be made. */
        record Failed(EnvdriftException failure) implements Activation {}
    }

    /** Tells whether the keys could not be brought, so that nothing was decrypted. */
    public boolean isIncomplete() {
        return sync.filter(SyncReport::hasErrors).isPresent();
    }

    /** Tells whether there was no env file to work on: of every mapping it is missing, or several could be meant. */
    public boolean isEmptyHanded() {
        return files.stream().allMatch(row -> row.outcome().isLeftOut());
    }

    /** Tells whether anything is not as it should be. */
    public boolean hasErrors() {
        return isIncomplete() || files.stream().anyMatch(FileRow::isError);
    }
}

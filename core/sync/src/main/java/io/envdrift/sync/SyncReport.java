package io.envdrift.sync;

import io.envdrift.config.Mapping;
import java.util.List;
import java.util.Optional;

/**
 * The results of all selected mappings.
 *
 * @param rows one per mapping, in the order of the configuration
 */
public record SyncReport(List<Row> rows) {
    /** Copies the list. */
    public SyncReport {
        rows = List.copyOf(rows);
    }

    /**
     * The result for one mapping.
     *
     * @param mapping the mapping
     * @param outcome what was done, found, or went wrong
     * @param notes remarks: warnings about the key, modes that were tightened
     * @param decryption the decryption test, where one was asked for and there was a key to test with
     */
    public record Row(Mapping mapping, Outcome outcome, List<String> notes, Optional<DecryptionTest> decryption) {
        /** Copies the list. */
        public Row {
            notes = List.copyOf(notes);
        }

        /** Tells whether this mapping is not as it should be. */
        public boolean isError() {
            return outcome.isError()
                    || decryption
                            .filter(DecryptionTest.Failed.class::isInstance)
                            .isPresent();
        }
    }

    /** Tells whether any mapping is not as it should be. */
    public boolean hasErrors() {
        return rows.stream().anyMatch(Row::isError);
    }

    /** Tells whether every mapping's key is at hand, equals the vault's and, where tested, opens its file. */
    public boolean isAllInSync() {
        return rows.stream().allMatch(row -> row.outcome().isInSync() && !row.isError());
    }

    /** Counts the rows with outcomes of a kind. */
    public long count(Class<? extends Outcome> kind) {
        return rows.stream().filter(row -> kind.isInstance(row.outcome())).count();
    }

    /** Counts the decryption tests of a kind. */
    public long countTests(Class<? extends DecryptionTest> kind) {
        return rows.stream()
                .filter(row -> row.decryption().filter(kind::isInstance).isPresent())
                .count();
    }
}

package io.envdrift.workflow.push;

import io.envdrift.base.EnvdriftException;
import io.envdrift.config.Mapping;
import java.util.List;

/** The result of a push of all keys, one row per selected mapping. */
public record PushReport(List<Row> rows) {
    /** Copies the list. */
    public PushReport {
        rows = List.copyOf(rows);
    }

    /** The row of one mapping. */
    public record Row(Mapping mapping, Pushed outcome) {}

    /** The result for one key. */
    public sealed interface Pushed {
        /**
         * It is in the vault and was read back.
         *
         * @param written what was written and replaced
         * @param notes remarks, as in what the vault lacked
         */
        record Done(VerifiedWrite.Written written, List<String> notes) implements Pushed {
            /** Copies the list. */
            public Done {
                notes = List.copyOf(notes);
            }
        }

        /** It was left out, and that is no failure. */
        record Skipped(String reason) implements Pushed {}

        /** It is not in the vault. */
        record Failed(EnvdriftException failure) implements Pushed {}
    }

    /** Tells whether any key could not be pushed. */
    public boolean hasErrors() {
        return count(Pushed.Failed.class) > 0;
    }

    /** Counts the rows with outcomes of a kind. */
    public long count(Class<? extends Pushed> kind) {
        return rows.stream().filter(row -> kind.isInstance(row.outcome())).count();
    }
}

package io.envdrift.workflow.rotate;

import java.util.List;

/**
 * The result of a rotation.
 *
 * @param rows one per file
 * @param notes remarks, each once, as in which backup was made
 */
public record RotateReport(List<Row> rows, List<String> notes) {
    /** Copies the lists. */
    public RotateReport {
        rows = List.copyOf(rows);
        notes = notes.stream().distinct().toList();
    }

    /**
     * The result for one file.
     *
     * @param file the file as the user knows it
     */
    public record Row(String file, Rotation outcome) {}

    /** Tells whether anything is not as asked for. */
    public boolean hasErrors() {
        return rows.stream().anyMatch(row -> row.outcome() instanceof Rotation.Failed);
    }
}

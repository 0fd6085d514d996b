package io.envdrift.cli.render;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One line of a report, ready for every format.
 *
 * @param level how it is meant
 * @param icon the mark at its start, as in {@code +}; empty for none
 * @param text what follows the mark
 * @param details lines below it
 * @param fields the same in machine form; values are text, numbers, booleans, null, maps and lists of these, or
 *     suppliers of what takes time to find and is seldom printed
 * @param place where to look, for annotations
 * @param remarks annotations of their own, in the place of one for the row
 */
public record Row(
        Level level,
        String icon,
        String text,
        List<String> details,
        Map<String, Object> fields,
        Optional<Place> place,
        List<Remark> remarks) {
    /** Copies the list. */
    public Row {
        remarks = List.copyOf(remarks);
    }

    /** A line with at most one annotation. */
    public Row(
            Level level,
            String icon,
            String text,
            List<String> details,
            Map<String, Object> fields,
            Optional<Place> place) {
        this(level, icon, text, details, fields, place, List.of());
    }

    /**
     * A place in a file.
     *
     * @param file the path as the user knows it
     * @param line from 1; 0 when unknown
     */
    public record Place(String file, int line) {}

    /** What is to be seen at one place. */
    public record Remark(Place place, String text) {}

    /** Returns this line with other words; what programs read stays. */
    public Row reworded(Level otherLevel, String otherIcon, String otherText, List<String> otherDetails) {
        return new Row(otherLevel, otherIcon, otherText, otherDetails, fields, place, remarks);
    }

    /** A line without a mark. */
    public static Row line(Level level, String text, Map<String, Object> fields) {
        return new Row(level, "", text, List.of(), fields, Optional.empty());
    }
}

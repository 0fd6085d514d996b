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

    /**
     * A place in a file.
     *
     * @param file the path as the user knows it
     * @param line from 1; 0 when unknown
     */
    public record Place(String file, int line) {}

    /** What is to be seen at one place. */
    public record Remark(Place place, String text) {}

    /** Returns a line without details and place; {@link #below} and {@link #at} add them. */
    public static Row of(Level level, String icon, String text, Map<String, Object> fields) {
        return new Row(level, icon, text, List.of(), fields, Optional.empty(), List.of());
    }

    /** Returns a line without a mark. */
    public static Row line(Level level, String text, Map<String, Object> fields) {
        return of(level, "", text, fields);
    }

    /** Returns this line with other fields. */
    public Row with(Map<String, Object> others) {
        return new Row(level, icon, text, details, others, place, remarks);
    }

    /** Returns this line with these lines below it, in the place of those that were there. */
    public Row below(List<String> lines) {
        return new Row(level, icon, text, lines, fields, place, remarks);
    }

    /**
     * Returns this line about a place in a file.
     *
     * @param file the path as the user knows it
     * @param line from 1; 0 when unknown
     */
    public Row at(String file, int line) {
        return new Row(level, icon, text, details, fields, Optional.of(new Place(file, line)), remarks);
    }

    /** Returns this line with other words; what programs read stays. */
    public Row reworded(Level otherLevel, String otherIcon, String otherText) {
        return new Row(otherLevel, otherIcon, otherText, details, fields, place, remarks);
    }
}

package io.envdrift.cli.levels;

import io.envdrift.cli.render.Fields;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Row;
import io.envdrift.dotenv.RawValue;
import io.envdrift.levels.merge.LevelContent;
import io.envdrift.levels.protocol.LevelPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How two sets of values differ: names only, sorted, never a value.
 *
 * @param added names that only the second has
 * @param changed names whose values differ
 * @param removed names that only the first has
 */
record NameChanges(List<String> added, List<String> changed, List<String> removed) {
    static NameChanges between(Map<String, String> before, Map<String, String> after) {
        List<String> added = new ArrayList<>();
        List<String> changed = new ArrayList<>();
        List<String> removed = new ArrayList<>();
        TreeSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        for (String name : names) {
            if (!before.containsKey(name)) {
                added.add(name);
            } else if (!after.containsKey(name)) {
                removed.add(name);
            } else if (!Objects.equals(before.get(name), after.get(name))) {
                changed.add(name);
            }
        }
        return new NameChanges(List.copyOf(added), List.copyOf(changed), List.copyOf(removed));
    }

    /** Returns the values of a text as it would be stored. */
    static Map<String, String> values(LevelPath level, String format, String text) {
        return values(LevelContent.of(level, format, text));
    }

    static Map<String, String> values(LevelContent content) {
        Map<String, String> values = new TreeMap<>();
        for (RawValue value : content.values()) {
            values.put(value.name(), value.value());
        }
        return values;
    }

    boolean isEmpty() {
        return added.isEmpty() && changed.isEmpty() && removed.isEmpty();
    }

    /** Returns a line for each name, as {@code + NAME}. */
    List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        added.forEach(name -> rows.add(row("+", name, "added")));
        changed.forEach(name -> rows.add(row("~", name, "changed")));
        removed.forEach(name -> rows.add(row("-", name, "removed")));
        return rows;
    }

    /** Returns the lines as text, for a question. */
    String lines() {
        StringBuilder text = new StringBuilder();
        rows().forEach(row -> text.append(row.text()).append('\n'));
        return text.toString();
    }

    private static Row row(String mark, String name, String status) {
        return Row.line(Level.PLAIN, mark + " " + name, Fields.of("name", name, "status", status));
    }
}

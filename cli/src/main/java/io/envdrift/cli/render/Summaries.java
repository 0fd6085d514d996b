package io.envdrift.cli.render;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The forms of a summary: labels for people, camelCase names for programs. A value is a count, or a map of counts. */
final class Summaries {
    private Summaries() {}

    /** Returns a line for each count, those below a heading indented. */
    static List<String> lines(Map<String, Object> summary) {
        List<String> lines = new ArrayList<>();
        summary.forEach((label, value) -> {
            if (value instanceof Map<?, ?> inner) {
                lines.add(label + ":");
                inner.forEach((below, count) -> lines.add("  " + below + ": " + count));
            } else {
                lines.add(label + ": " + value);
            }
        });
        return lines;
    }

    /** Returns the counts that are not zero in one line. */
    static String counts(Map<String, Object> summary) {
        List<String> counts = new ArrayList<>();
        summary.forEach((label, value) -> {
            if (value instanceof Map<?, ?> inner) {
                inner.forEach((below, count) -> add(counts, label + " " + below, count));
            } else {
                add(counts, label, value);
            }
        });
        return String.join(", ", counts);
    }

    private static void add(List<String> counts, String label, Object value) {
        String text = String.valueOf(value);
        if (!text.equals("0")) {
            String lower = label.toLowerCase(Locale.ROOT);
            counts.add(text + " " + (text.equals("1") ? lower.replaceFirst("s\\b", "") : lower));
        }
    }

    /** Returns the summary with the names that programs read. */
    static Map<String, Object> named(Map<String, Object> summary) {
        Map<String, Object> named = new LinkedHashMap<>();
        summary.forEach((label, value) -> named.put(
                name(label),
                switch (value) {
                    case Report.Count count -> count.number();
                    case Map<?, ?> inner -> {
                        Map<String, Object> below = new LinkedHashMap<>();
                        inner.forEach((key, count) -> below.put(name(String.valueOf(key)), count));
                        yield below;
                    }
                    default -> value;
                }));
        return named;
    }

    private static String name(String label) {
        StringBuilder name = new StringBuilder();
        for (String word : label.split("[^A-Za-z0-9]+")) {
            String lower = word.toLowerCase(Locale.ROOT);
            name.append(
                    name.isEmpty() || lower.isEmpty()
                            ? lower
                            : Character.toUpperCase(lower.charAt(0)) + lower.substring(1));
        }
        return name.toString();
    }
}

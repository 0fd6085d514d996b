package io.envdrift.dotenv;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Joins two versions of a document that come from the same one. Assignments are told apart by name and occurrence, so only a
 * variable that both changed differently is a conflict; comments and other lines are those that either side has and the
 * other did not remove. The order is that of the second version, with what is new in the first behind its neighbour there.
 */
public final class ThreeWayMerge {
    private static final String LINE_END = "\n";

    /** What stands for a line or an assignment when versions are compared. */
    private record Key(boolean assignment, String text, int occurrence) {}

    /**
     * What came of it.
     *
     * @param document the joined document; what conflicts stands between git's markers
     * @param conflicts names of the variables that both changed differently, in file order
     */
    public record Merged(EnvDocument document, List<String> conflicts) {
        /** Copies the list. */
        public Merged {
            conflicts = List.copyOf(conflicts);
        }
    }

    private final Map<Key, String> base;
    private final Map<Key, String> one;
    private final Map<Key, String> other;
    private final String oneName;
    private final String otherName;
    private final List<String> conflicts = new ArrayList<>();

    private ThreeWayMerge(EnvDocument base, Side one, Side other) {
        this.base = units(base);
        this.one = units(one.document());
        this.other = units(other.document());
        this.oneName = one.name();
        this.otherName = other.name();
    }

    /**
     * One of the two versions.
     *
     * @param document its text
     * @param name what the marker of a conflict calls it
     */
    public record Side(EnvDocument document, String name) {}

    /** Joins two versions of a base. */
    public static Merged merge(EnvDocument base, Side one, Side other) {
        return new ThreeWayMerge(base, one, other).run();
    }

    private Merged run() {
        StringBuilder text = new StringBuilder();
        order().forEach(key -> add(text, key));
        return new Merged(EnvDocument.parse(text.toString()), conflicts);
    }

    private List<Key> order() {
        List<Key> first = new ArrayList<>();
        Map<Key, List<Key>> behind = new HashMap<>();
        List<Key> place = first;
        for (Key key : one.keySet()) {
            if (other.containsKey(key)) {
                place = behind.computeIfAbsent(key, any -> new ArrayList<>());
            } else {
                place.add(key);
            }
        }
        List<Key> order = new ArrayList<>(first);
        for (Key key : other.keySet()) {
            order.add(key);
            order.addAll(behind.getOrDefault(key, List.of()));
        }
        return order;
    }

    private void add(StringBuilder text, Key key) {
        String was = base.get(key);
        String mine = one.get(key);
        String theirs = other.get(key);
        if (Objects.equals(mine, theirs) || Objects.equals(mine, was)) {
            append(text, theirs);
        } else if (Objects.equals(theirs, was) || !key.assignment()) {
            // Lines that are no assignment differ in the blanks at their end at most.
            append(text, mine);
        } else {
            conflicts.add(key.text());
            append(text, "<<<<<<< " + oneName + LINE_END);
            append(text, mine);
            append(text, "=======" + LINE_END);
            append(text, theirs);
            append(text, ">>>>>>> " + otherName + LINE_END);
        }
    }

    private static void append(StringBuilder text, @Nullable String unit) {
        if (unit != null) {
            text.append(unit);
        }
    }

    /** Returns the parts of a document in order, each ended: every assignment with all its lines, and every line between them. */
    private static Map<Key, String> units(EnvDocument document) {
        Map<Key, String> units = new LinkedHashMap<>();
        Map<Key, Integer> seen = new HashMap<>();
        String text = ended(document);
        int at = 0;
        for (Assignment each : document.assignments()) {
            int start = Math.max(at, lineStart(text, document.startOfAssignment(at, each.nameStart())));
            addLines(text, at, start, units, seen);
            at = nextLine(text, each.lineEnd());
            put(new Key(true, each.name(), 0), text.substring(start, at), units, seen);
        }
        addLines(text, at, text.length(), units, seen);
        return units;
    }

    private static void addLines(String text, int from, int to, Map<Key, String> units, Map<Key, Integer> seen) {
        for (int at = from; at < to; ) {
            int end = nextLine(text, Blanks.lineEnd(text, at, to));
            String line = text.substring(at, end);
            put(new Key(false, line.stripTrailing(), 0), line, units, seen);
            at = end;
        }
    }

    private static void put(Key kind, String unit, Map<Key, String> units, Map<Key, Integer> seen) {
        int occurrence = seen.merge(kind, 1, Integer::sum);
        units.put(new Key(kind.assignment(), kind.text(), occurrence), unit);
    }

    /** Returns the text with an end of its last line, so that more can follow. */
    private static String ended(EnvDocument document) {
        String text = document.text();
        boolean ended = text.isEmpty() || Blanks.isLineEnd(text.charAt(text.length() - 1));
        return ended ? text : text + document.lineSeparatorAt(text.length());
    }

    private static int lineStart(String text, int offset) {
        int at = offset;
        while (at > 0 && !Blanks.isLineEnd(text.charAt(at - 1))) {
            at--;
        }
        return at;
    }

    /** Returns where the line begins that follows this line end; the end of the text behind the last. */
    private static int nextLine(String text, int lineEnd) {
        if (lineEnd == text.length()) {
            return lineEnd;
        }
        return lineEnd + (text.startsWith("\r\n", lineEnd) ? 2 : 1);
    }
}

package io.envdrift.dotenv;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A document cut into pieces that together are all of it: before each assignment what stands above it, and a tail.
 *
 * @param mark the byte order mark, or nothing
 * @param list the assignments, in file order
 * @param tail what stands below the last
 */
record Segments(String mark, List<Segment> list, String tail) {
    /** A name, and which of its assignments, from 1. */
    record Key(String name, int occurrence) {}

    /**
     * One assignment.
     *
     * @param gap comments, blank lines and other text above it
     * @param prefix what stands before the name in its line
     * @param core from the name to the end of the value
     * @param suffix the rest of the line, with its end
     * @param value by what it is compared
     */
    record Segment(Key key, String gap, String prefix, String core, String suffix, String value) {
        String body() {
            return prefix + core + suffix;
        }

        /** Shows the name only. */
        @Override
        public String toString() {
            return "segment of " + key;
        }
    }

    static Segments of(DocumentMerge.Side side) {
        String text = side.document().text();
        String mark = text.startsWith(String.valueOf(EnvDocument.MARK)) ? String.valueOf(EnvDocument.MARK) : "";
        List<Segment> list = new ArrayList<>();
        Map<String, Integer> counts = new HashMap<>();
        int at = mark.length();
        for (Assignment each : side.document().assignments()) {
            int line = each.nameStart();
            while (line > at && !Blanks.isLineEnd(text.charAt(line - 1))) {
                line--;
            }
            int end = each.lineEnd();
            if (end < text.length()) {
                end += text.startsWith("\r\n", end) ? 2 : 1;
            }
            list.add(new Segment(
                    new Key(each.name(), counts.merge(each.name(), 1, Integer::sum)),
                    text.substring(at, line),
                    text.substring(line, each.nameStart()),
                    side.written().apply(each),
                    text.substring(each.writtenEnd(), end),
                    side.values().apply(each)));
            at = end;
        }
        return new Segments(mark, list, text.substring(at));
    }

    Map<Key, Segment> byKey() {
        Map<Key, Segment> byKey = new HashMap<>();
        list.forEach(segment -> byKey.put(segment.key(), segment));
        return byKey;
    }
}

package io.envdrift.dotenv;

import java.util.List;

/** Counts lines in one pass through a text. */
final class LineCursor {
    private final String text;
    private int line = 1;
    private int counted;

    LineCursor(String text) {
        this.text = text;
    }

    /** Returns the number of the line of an offset, from 1. Offsets must not fall. */
    int lineOf(int offset) {
        for (; counted < offset; counted++) {
            char c = text.charAt(counted);
            boolean secondOfPair = c == '\n' && counted > 0 && text.charAt(counted - 1) == '\r';
            if (c == '\r' || c == '\n' && !secondOfPair) {
                line++;
            }
        }
        return line;
    }

    /** Adds the lines of a range that hold something that is no comment. */
    void collectSkipped(int from, int to, List<Integer> lines) {
        int at = Blanks.skip(text, from, to);
        while (at < to) {
            if (text.charAt(at) != '#') {
                lines.add(lineOf(at));
            }
            at = Blanks.skip(text, Blanks.lineEnd(text, at, to), to);
        }
    }

    static String separatorAt(String text, int offset) {
        for (int at = offset; at < text.length(); at++) {
            if (text.charAt(at) == '\n') {
                return "\n";
            }
            if (text.charAt(at) == '\r') {
                return text.startsWith("\n", at + 1) ? "\r\n" : "\r";
            }
        }
        // The last line has none: the kind that is not LF wins, since a header in LF may stand before text in CRLF.
        int other = text.indexOf('\r');
        if (other < 0) {
            return "\n";
        }
        return text.startsWith("\n", other + 1) ? "\r\n" : "\r";
    }
}

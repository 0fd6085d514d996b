package io.envdrift.dotenv;

import java.util.ArrayList;
import java.util.List;

/**
 * The grammar of .env files, as dotenvx reads them, in one pass that never looks at a character more than a few times.
 *
 * <p>An assignment is: line start, blanks, optional {@code export} and blanks, a name of {@code [A-Za-z0-9_.-]+}, then
 * {@code =} with blanks allowed before it or {@code :} with at least one behind it, then perhaps a quoted value or the
 * rest of the line up to {@code #}, then blanks, perhaps a comment, and the end of the line. Blanks may be line ends.
 * What does not match is skipped.
 */
final class Grammar {
    private final String text;
    private final List<Assignment> found = new ArrayList<>();
    private final LineCursor lines;

    private Grammar(String text) {
        this.text = text;
        this.lines = new LineCursor(text);
    }

    static List<Assignment> scan(String text) {
        Grammar grammar = new Grammar(text);
        int at = 0;
        while (at < text.length()) {
            int start = Blanks.skip(text, at, text.length());
            at = grammar.assignment(start);
        }
        return List.copyOf(grammar.found);
    }

    /** Reads an assignment at the first character of a line that is no blank; returns where to go on. */
    private int assignment(int start) {
        int name = start;
        if (text.startsWith("export", start)) {
            int behind = Blanks.skip(text, start + 6, text.length());
            if (behind > start + 6 && behind < text.length() && isNameChar(text.charAt(behind))) {
                name = behind;
            }
        }
        int nameEnd = nameEnd(name);
        int separator = nameEnd == name ? -1 : separator(nameEnd);
        if (separator < 0 && name != start) {
            // "export" itself may be the name.
            name = start;
            nameEnd = nameEnd(name);
            separator = separator(nameEnd);
        }
        return separator < 0 ? nextLine(start) : value(name, nameEnd, separator);
    }

    /** Returns the offset behind the separator, or -1. */
    private int separator(int nameEnd) {
        int length = text.length();
        if (nameEnd < length && text.charAt(nameEnd) == ':') {
            if (nameEnd + 1 == length || !Blanks.isBlank(text.charAt(nameEnd + 1))) {
                return -1;
            }
            // CRLF is one line end, so it is one blank.
            return nameEnd + (text.startsWith("\r\n", nameEnd + 1) ? 3 : 2);
        }
        int equals = Blanks.skip(text, nameEnd, length);
        return equals < length && text.charAt(equals) == '=' ? equals + 1 : -1;
    }

    private int value(int name, int nameEnd, int from) {
        int length = text.length();
        int open = Blanks.skip(text, from, length);
        Quote quote = open < length ? Quote.of(text.charAt(open)) : Quote.NONE;
        int close = quote == Quote.NONE ? -1 : closingQuote(open);
        if (close >= 0) {
            return add(name, nameEnd, open, close + 1, quote, quote);
        }
        int end = from;
        while (end < length && !endsUnquoted(text.charAt(end))) {
            end++;
        }
        int writtenEnd = Blanks.trimEnd(text, from, end);
        int written = writtenEnd == from ? from : Blanks.skip(text, from, writtenEnd);
        Quote marker = written < writtenEnd ? Quote.of(text.charAt(written)) : Quote.NONE;
        // One pair of equal quotes comes off, also where the rest between them is odd.
        boolean pair = writtenEnd - written >= 2
                && marker != Quote.NONE
                && text.charAt(writtenEnd - 1) == text.charAt(written);
        return add(name, nameEnd, written, writtenEnd, pair ? marker : Quote.NONE, marker);
    }

    /**
     * Returns the offset of the quote that closes the one at this offset, or -1: the first that no backslash precedes, or
     * else the last that one precedes, if only blanks and a comment follow in its line.
     */
    private int closingQuote(int open) {
        char mark = text.charAt(open);
        int lastGood = -1;
        int at = open + 1;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == mark) {
                return endsLine(at + 1) ? at : lastGood;
            }
            if (c == '\\' && at + 1 < text.length() && text.charAt(at + 1) == mark) {
                if (endsLine(at + 2)) {
                    lastGood = at + 1;
                }
                at++;
            }
            at++;
        }
        return lastGood;
    }

    private boolean endsLine(int from) {
        int at = Blanks.skipInLine(text, from, text.length());
        return at == text.length() || Blanks.isLineEnd(text.charAt(at)) || text.charAt(at) == '#';
    }

    private int add(int name, int nameEnd, int written, int writtenEnd, Quote quote, Quote marker) {
        boolean colon = text.charAt(nameEnd) == ':';
        int tail = Blanks.skipInLine(text, writtenEnd, text.length());
        if (tail < text.length() && text.charAt(tail) == '#') {
            tail = Blanks.lineEnd(text, tail, text.length());
        } else {
            tail = Math.max(writtenEnd, tail);
        }
        found.add(new Assignment(
                text,
                lines.lineOf(name),
                new Assignment.Span(name, nameEnd, written, writtenEnd, quote, marker, colon, tail)));
        return tail;
    }

    private int nextLine(int from) {
        return Blanks.lineEnd(text, from, text.length());
    }

    private int nameEnd(int from) {
        int at = from;
        while (at < text.length() && isNameChar(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean endsUnquoted(char c) {
        return c == '#' || c == '\n' || c == '\r';
    }

    static boolean isNameChar(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '.' || c == '-';
    }
}

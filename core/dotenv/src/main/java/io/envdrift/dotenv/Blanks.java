package io.envdrift.dotenv;

/**
 * Blanks and line ends as the grammar sees them, which is as JavaScript does: NBSP, U+3000, the BOM and U+2028/9 are
 * blank, U+0085 is not.
 */
final class Blanks {
    private Blanks() {}

    static boolean isBlank(char c) {
        if (c <= ' ') {
            return c == ' ' || c >= '\t' && c <= '\r';
        }
        if (c < '\u00a0') {
            return false;
        }
        return switch (c) {
            case '\u00a0', '\u1680', '\u2028', '\u2029', '\u202f', '\u205f', '\u3000', '\ufeff' -> true;
            default -> c >= '\u2000' && c <= '\u200a';
        };
    }

    /** Tells whether an assignment may end before this character, and a new one start after it. */
    static boolean isLineEnd(char c) {
        return c == '\n' || c == '\r' || c == '\u2028' || c == '\u2029';
    }

    /** Returns the first offset from here on that holds no blank. */
    static int skip(CharSequence text, int from, int to) {
        int at = from;
        while (at < to && isBlank(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /** Returns the first offset from here on that holds no blank, or a line end. */
    static int skipInLine(CharSequence text, int from, int to) {
        int at = from;
        while (at < to && isBlank(text.charAt(at)) && !isLineEnd(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /** Returns the offset of the next line end, or the end of the text. */
    static int lineEnd(CharSequence text, int from, int to) {
        int at = from;
        while (at < to && !isLineEnd(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /** Returns the end of the range without the blanks before it. */
    static int trimEnd(CharSequence text, int from, int to) {
        int end = to;
        while (end > from && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return end;
    }
}

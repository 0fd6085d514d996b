package io.envdrift.dotenv;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The expansion of one value, in one pass from left to right. */
final class Expansion {
    private static final int MAX_DEPTH = 32;
    private static final int OPEN = -1;

    private final RawValue value;
    private final String text;
    private final Interpolation scope;
    private final StringBuilder out = new StringBuilder();
    /** For each <code>${</code> the offset of its closing brace, so that none has to be looked for twice. */
    private final int[] closing;

    Expansion(RawValue value, Interpolation scope) {
        this.value = value;
        this.text = value.value();
        this.scope = scope;
        this.closing = closingBraces(text);
    }

    String run() {
        expand(0, text.length(), 0);
        return out.toString();
    }

    private static int[] closingBraces(String text) {
        int[] closing = new int[text.length()];
        Arrays.fill(closing, OPEN);
        Deque<Integer> open = new ArrayDeque<>();
        for (int at = 0; at < text.length(); at++) {
            if (text.startsWith("\\$", at)) {
                at++;
            } else if (text.startsWith("${", at)) {
                open.push(at);
                at++;
            } else if (text.charAt(at) == '}' && !open.isEmpty()) {
                closing[open.pop()] = at;
            }
        }
        return closing;
    }

    private void expand(int from, int to, int depth) {
        if (depth > MAX_DEPTH) {
            throw Interpolation.tooMuch(value, "its defaults are nested too deep");
        }
        int at = from;
        while (at < to) {
            if (text.startsWith("\\$", at) && at + 1 < to) {
                out.append('$');
                at += 2;
            } else if (text.charAt(at) == '$') {
                at = reference(at, to, depth);
            } else {
                out.append(text.charAt(at));
                at++;
            }
        }
    }

    /** Expands what starts with this dollar sign; returns where to go on. */
    private int reference(int dollar, int to, int depth) {
        int start = dollar + 1;
        if (start < to && text.charAt(start) == '{' && closing[dollar] != OPEN) {
            int close = closing[dollar];
            if (braced(start + 1, close, depth)) {
                return close + 1;
            }
        } else if (start < to && isNameStart(text.charAt(start))) {
            int end = start + 1;
            while (end < to && (isNameStart(text.charAt(end)) || isDigit(text.charAt(end)))) {
                end++;
            }
            out.append(Objects.requireNonNullElse(scope.lookUp(text.substring(start, end), value), ""));
            return end;
        }
        out.append('$');
        return start;
    }

    private boolean braced(int from, int close, int depth) {
        int end = from;
        while (end < close && isBracedNameChar(text.charAt(end))) {
            end++;
        }
        if (end == from) {
            return false;
        }
        boolean emptyCounts = end < close && text.charAt(end) == ':';
        int operator = emptyCounts ? end + 1 : end;
        char kind = operator < close ? text.charAt(operator) : '}';
        if (end < close && kind != '-' && kind != '+') {
            return false;
        }
        @Nullable String found = scope.lookUp(text.substring(from, end), value);
        boolean present = found != null && !(emptyCounts && found.isEmpty());
        if (kind == '+' ? present : kind == '-' && !present) {
            expand(operator + 1, close, depth + 1);
        } else if (kind != '+') {
            out.append(Objects.requireNonNullElse(found, ""));
        }
        return true;
    }

    private static boolean isNameStart(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Names of .env files may hold dots; a hyphen would be taken for the start of a default. */
    private static boolean isBracedNameChar(char c) {
        return isNameStart(c) || isDigit(c) || c == '.';
    }
}

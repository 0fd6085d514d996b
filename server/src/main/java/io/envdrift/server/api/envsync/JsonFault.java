package io.envdrift.server.api.envsync;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The position at which a text stops being JSON, in characters, as the original reports it in {@code loc}: where
 * Python's reader gives up. The reader of this server reports other positions, and none for some faults.
 * {@code NaN} and {@code Infinity}, which Python's reader takes for numbers, are faults, because JSON has no such numbers.
 */
final class JsonFault {
    private static final Pattern SCALAR =
            Pattern.compile("true|false|null|-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");
    private static final Pattern ESCAPE = Pattern.compile("\\\\([\"\\\\/bfnrt]|u[0-9a-fA-F]{4})");

    private final String text;
    /** The objects ({@code true}) and lists around the place that is read. */
    private final Deque<Boolean> open = new ArrayDeque<>();

    private int at;

    private JsonFault(String text) {
        this.text = text;
    }

    /** Returns the place, in characters from 0; the length of a text that has no fault. */
    static int find(String text) {
        JsonFault fault = new JsonFault(text);
        fault.read();
        return text.codePointCount(0, fault.at);
    }

    private void read() {
        do {
            skipBlanks();
        } while (value() && goesOn());
    }

    /** Reads a value, or the beginning of an object or list up to its first value; tells whether that is right. */
    private boolean value() {
        while (is('{') || is('[')) {
            boolean object = is('{');
            at++;
            skipBlanks();
            if (is(object ? '}' : ']')) {
                at++;
                return true;
            }
            open.push(object);
            if (object && !memberName()) {
                return false;
            }
        }
        return is('"') ? string() : matches(SCALAR);
    }

    /** Reads what follows a value, up to the next one; tells whether there has to be one. */
    private boolean goesOn() {
        skipBlanks();
        while (!open.isEmpty()) {
            boolean object = open.element();
            if (is(',')) {
                at++;
                skipBlanks();
                return !object || memberName();
            }
            if (!is(object ? '}' : ']')) {
                return false;
            }
            at++;
            open.pop();
            skipBlanks();
        }
        return false;
    }

    private boolean memberName() {
        if (!is('"') || !string()) {
            return false;
        }
        skipBlanks();
        if (!is(':')) {
            return false;
        }
        at++;
        skipBlanks();
        return true;
    }

    private boolean string() {
        int start = at++;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                return true;
            }
            if (c < ' ') {
                return false;
            }
            if (c != '\\') {
                at++;
            } else if (!matches(ESCAPE)) {
                at = at + 1 == text.length() ? start : text.charAt(at + 1) == 'u' ? at + 1 : at;
                return false;
            }
        }
        at = start;
        return false;
    }

    private boolean matches(Pattern pattern) {
        Matcher matcher = pattern.matcher(text).region(at, text.length());
        if (matcher.lookingAt()) {
            at = matcher.end();
            return true;
        }
        return false;
    }

    private boolean is(char c) {
        return at < text.length() && text.charAt(at) == c;
    }

    private void skipBlanks() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }
}

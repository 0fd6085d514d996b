package io.envdrift.levels.merge;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value cut into text and references: {@code $NAME}, {@code ${NAME}}, and {@code ${NAME:-text}}, {@code ${NAME:+text}},
 * {@code ${NAME:?text}}, whose text is a value again. Everything else is text as it stands: {@code \$} with its backslash,
 * the first of two dollar signs, {@code ${}}, {@code $5}, an open brace without its end, and any other operator.
 */
record Template(List<Part> parts) {
    /** Nested operands beyond this depth are text. */
    private static final int MAX_DEPTH = 32;

    sealed interface Part {}

    record Text(String text) implements Part {}

    /**
     * A reference.
     *
     * @param written the whole of it, for a name that is not set
     * @param operator {@code -}, {@code +}, {@code ?}, or a blank for none
     * @param operand the text behind the operator
     */
    record Reference(
            String name,
            String written,
            char operator,
            @Nullable Template operand) implements Part {
        /** Returns the problem of {@code ${NAME:?text}}: the text as it is written, since what it refers to may be secret. */
        String required() {
            String text = written.substring(name.length() + "${:?".length(), written.length() - 1);
            return name + " is required" + (text.isEmpty() ? "" : ": " + text);
        }
    }

    static Template parse(String value) {
        return parse(value, 0);
    }

    boolean refers() {
        return parts.stream().anyMatch(Reference.class::isInstance);
    }

    private static Template parse(String value, int depth) {
        List<Part> parts = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (at < value.length()) {
            char c = value.charAt(at);
            if (c == '\\' && value.startsWith("$", at + 1)) {
                text.append("\\$");
                at += 2;
                continue;
            }
            Found found = c == '$' ? reference(value, at, depth) : null;
            if (found == null) {
                text.append(c);
                at++;
                continue;
            }
            if (!text.isEmpty()) {
                parts.add(new Text(text.toString()));
                text.setLength(0);
            }
            parts.add(found.part);
            at = found.end;
        }
        if (!text.isEmpty()) {
            parts.add(new Text(text.toString()));
        }
        return new Template(List.copyOf(parts));
    }

    private record Found(Part part, int end) {}

    private static @Nullable Found reference(String value, int dollar, int depth) {
        if (value.startsWith("{", dollar + 1)) {
            return braced(value, dollar, depth);
        }
        int end = endOfName(value, dollar + 1);
        if (end == dollar + 1 || isDigit(value.charAt(dollar + 1))) {
            return null;
        }
        return new Found(new Reference(value.substring(dollar + 1, end), value.substring(dollar, end), ' ', null), end);
    }

    private static @Nullable Found braced(String value, int dollar, int depth) {
        int close = closingBrace(value, dollar + 2);
        int end = endOfName(value, dollar + 2);
        if (close < 0 || end == dollar + 2) {
            return null;
        }
        String name = value.substring(dollar + 2, end);
        String written = value.substring(dollar, close + 1);
        if (end == close) {
            return new Found(new Reference(name, written, ' ', null), close + 1);
        }
        char operator = end + 1 < close && value.charAt(end) == ':' ? value.charAt(end + 1) : ' ';
        if ("-+?".indexOf(operator) < 0 || depth == MAX_DEPTH) {
            return new Found(new Text(written), close + 1);
        }
        Template operand = parse(value.substring(end + 2, close), depth + 1);
        return new Found(new Reference(name, written, operator, operand), close + 1);
    }

    private static int closingBrace(String value, int from) {
        int open = 1;
        for (int i = from; i < value.length(); i++) {
            if (value.charAt(i) == '{') {
                open++;
            } else if (value.charAt(i) == '}' && --open == 0) {
                return i;
            }
        }
        return -1;
    }

    private static int endOfName(String value, int from) {
        int end = from;
        while (end < value.length() && isNamePart(value.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isNamePart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || isDigit(c);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** May hold a part of a secret, so it tells only a number. */
    @Override
    public String toString() {
        return parts.size() + " parts";
    }
}

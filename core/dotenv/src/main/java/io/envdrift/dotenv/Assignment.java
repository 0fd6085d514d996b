package io.envdrift.dotenv;

import java.util.Optional;

/**
 * One {@code NAME=value} of a document, with the places of its parts. Offsets count UTF-16 units of
 * {@link EnvDocument#text()}.
 */
public final class Assignment {
    private final String text;
    private final String name;
    private final int line;
    private final Span span;

    /**
     * Offsets of the parts.
     *
     * @param name where the name starts, after {@code export}
     * @param nameEnd where the name ends
     * @param written where the value starts, quotes included
     * @param writtenEnd where it ends, quotes included
     * @param quote the quotes
     * @param marker the character at the front of the written value, which rules the escapes even when it quotes nothing
     * @param colon whether {@code :} stands in the place of {@code =}
     * @param tail the end of the line, after blanks and comment
     */
    record Span(
            int name, int nameEnd, int written, int writtenEnd, Quote quote, Quote marker, boolean colon, int tail) {}

    Assignment(String text, int line, Span span) {
        this.text = text;
        this.name = text.substring(span.name, span.nameEnd);
        this.line = line;
        this.span = span;
    }

    /** Returns the name. */
    public String name() {
        return name;
    }

    /** Returns the number of the line the name is in, from 1. */
    public int line() {
        return line;
    }

    /** Returns the quotes round the value. */
    public Quote quote() {
        return span.quote;
    }

    /** Tells whether this is written {@code NAME: value}. */
    public boolean colonForm() {
        return span.colon;
    }

    /**
     * Returns the value as parsed, before any expansion: quotes off, {@code \n}, {@code \r}, {@code \t} turned to
     * characters in double quotes, {@code \'} in single quotes, line ends to LF.
     */
    public String value() {
        return ValueText.parse(rawValue(), span.marker);
    }

    /** Returns the text between the quotes, byte for byte. */
    public String rawValue() {
        return text.substring(valueStart(), valueEnd());
    }

    /** Tells whether the parsed value is empty, without making it. */
    public boolean isEmpty() {
        return valueStart() == valueEnd();
    }

    /** Tells whether the parsed value starts with this text, which holds no backslash and no line end. */
    public boolean valueStartsWith(String prefix) {
        return text.startsWith(prefix, valueStart()) && valueStart() + prefix.length() <= valueEnd();
    }

    /** Returns where the name starts. */
    public int nameStart() {
        return span.name;
    }

    /** Returns where the name ends. */
    public int nameEnd() {
        return span.nameEnd;
    }

    /** Returns where the text between the quotes starts. */
    public int valueStart() {
        return span.written + span.quote.mark().length();
    }

    /** Returns where the text between the quotes ends. */
    public int valueEnd() {
        return span.writtenEnd - span.quote.mark().length();
    }

    /** Returns where the value starts, its quotes included. */
    public int writtenStart() {
        return span.written;
    }

    /** Returns where the value ends, its quotes included. */
    public int writtenEnd() {
        return span.writtenEnd;
    }

    /** Returns where the line of the value's end ends, before its line end. */
    public int lineEnd() {
        return span.tail;
    }

    /** Returns the comment behind the value in the same line, trimmed and without {@code #}. */
    public Optional<String> comment() {
        int hash = Blanks.skipInLine(text, span.writtenEnd, span.tail);
        if (hash == span.tail) {
            return Optional.empty();
        }
        int start = Blanks.skip(text, hash + 1, span.tail);
        return Optional.of(text.substring(start, Blanks.trimEnd(text, start, span.tail)));
    }

    /**
     * Tells whether a {@code #} with no blank before it ends an unquoted value, an empty one too: perhaps the rest belonged
     * to the value, and stays readable as a comment.
     */
    public boolean isCutByComment() {
        return span.quote == Quote.NONE
                && span.writtenEnd < span.tail
                && text.charAt(span.writtenEnd) == '#'
                && !Blanks.isBlank(text.charAt(span.writtenEnd - 1));
    }

    /** Tells whether the value begins with a quote that is closed nowhere, and so is a part of it. */
    public boolean hasUnclosedQuote() {
        if (span.quote != Quote.NONE || span.marker == Quote.NONE) {
            return false;
        }
        char mark = text.charAt(span.written);
        for (int at = span.written + 1; at < span.writtenEnd; at++) {
            if (text.charAt(at) == mark && text.charAt(at - 1) != '\\') {
                return false;
            }
        }
        return true;
    }

    /** Returns name and line, never the value. */
    @Override
    public String toString() {
        return name + " (line " + line + ")";
    }
}

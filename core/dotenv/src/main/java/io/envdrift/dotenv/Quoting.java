package io.envdrift.dotenv;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A way to write a value so that it is read back the same.
 *
 * @param quote the quotes
 * @param raw the text between them, with LF as line end
 */
public record Quoting(Quote quote, String raw) {
    /**
     * Finds a way to write a value: in the quotes that are there, else in the first of {@code '}, {@code "} and
     * {@code `} that can hold it. A carriage return, which no quotes can hold, is written as {@code \r} in double quotes.
     *
     * @param present the quotes that are there
     * @return nothing when there is no such way
     */
    public static Optional<Quoting> of(String value, Quote present) {
        return candidates(value, present).stream()
                .filter(quoting -> quoting.isReadBackAs(value))
                .findFirst();
    }

    /**
     * Finds a way like {@link #of}, but only one that is read the same whatever text follows. A value that ends in a
     * backslash, for one, may else swallow a quote further down.
     */
    public static Optional<Quoting> ofAnywhere(String value, Quote present) {
        return candidates(value, present).stream()
                .filter(Quoting::standsAlone)
                .filter(quoting -> quoting.isReadBackAs(value))
                .findFirst();
    }

    /**
     * Finds a way to write a value so that programs get exactly this value, which expand references after they read it. A value
     * with {@code $}, a backslash or a backtick goes into single quotes, where nothing is expanded; one that single quotes cannot
     * hold gets a backslash before each {@code $}.
     *
     * @param present the quotes that are there
     * @return nothing when there is no such way
     */
    public static Optional<Quoting> ofResolved(String value, Quote present) {
        List<Quoting> candidates = new ArrayList<>(candidates(value, isExpandable(value) ? Quote.SINGLE : present));
        String escaped = value.replace("$", "\\$");
        candidates.add(new Quoting(Quote.DOUBLE, escaped));
        candidates.add(new Quoting(Quote.BACKTICK, escaped));
        candidates.add(new Quoting(Quote.DOUBLE, escaped.replace("\r", "\\r").replace("\n", "\\n")));
        return candidates.stream()
                .filter(Quoting::standsAlone)
                .filter(quoting -> quoting.isResolvedTo(value))
                .findFirst();
    }

    /** Tells whether some reader may take a part of a value for more than text, unless it stands in single quotes. */
    public static boolean isExpandable(String value) {
        return value.indexOf('$') >= 0 || value.indexOf('\\') >= 0 || value.indexOf('`') >= 0;
    }

    private boolean isResolvedTo(String value) {
        List<Assignment> read = EnvDocument.parse("K=" + written("\n") + "\n").assignments();
        if (read.size() != 1 || read.getFirst().quote() != quote) {
            return false;
        }
        RawValue raw = new RawValue("K", read.getFirst().value(), quote == Quote.SINGLE);
        return value.equals(Interpolation.resolve(List.of(raw), Map.of(), true).get("K"));
    }

    private static List<Quoting> candidates(String value, Quote present) {
        EnumSet<Quote> others = EnumSet.of(Quote.SINGLE, Quote.DOUBLE, Quote.BACKTICK);
        others.remove(present);
        List<Quoting> candidates = new ArrayList<>();
        candidates.add(new Quoting(present, value));
        others.forEach(quote -> candidates.add(new Quoting(quote, value)));
        if (value.indexOf('\r') >= 0) {
            candidates.add(new Quoting(Quote.DOUBLE, value.replace("\r", "\\r").replace("\n", "\\n")));
        }
        return candidates;
    }

    private boolean isReadBackAs(String value) {
        EnvDocument document = EnvDocument.parse("K=" + written("\n") + "\n");
        return document.assignments().size() == 1
                && document.assignments().getFirst().quote() == quote
                && document.assignments().getFirst().value().equals(value);
    }

    private boolean standsAlone() {
        if (quote == Quote.NONE) {
            return !raw.isEmpty() && Quote.of(raw.charAt(0)) == Quote.NONE;
        }
        return !raw.contains(quote.mark()) && !raw.endsWith("\\");
    }

    /** Returns the value that a reader sees before it expands references. */
    public String read() {
        return ValueText.parse(raw, quote);
    }

    /** Returns the value with its quotes, with a line end of the caller's choice inside. */
    public String written(String lineSeparator) {
        return quote.mark() + raw.replace("\n", lineSeparator) + quote.mark();
    }

    /** Returns the value with its quotes, with the line end of the place it goes to inside. */
    public String written(EnvDocument document, Assignment place) {
        return written(raw.indexOf('\n') < 0 ? "\n" : document.lineSeparatorAt(place.writtenEnd()));
    }

    /** Returns the kind of quotes only. */
    @Override
    public String toString() {
        return "value in quotes " + quote;
    }
}

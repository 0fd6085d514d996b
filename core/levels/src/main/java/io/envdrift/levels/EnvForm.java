package io.envdrift.levels;

import io.envdrift.dotenv.Quote;
import io.envdrift.dotenv.Quoting;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A .env file that this project's grammar, dotenv and dotenvx read alike, and that runs nothing when a shell reads it ({@code . ./.env}).
 */
final class EnvForm implements OutputFormat.Form {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+,=^~-]*");
    /** What stands without quotes; a backslash at the end is no worse for a shell than a line that goes on. */
    private static final Pattern HARMLESS_WITHOUT_QUOTES = Pattern.compile("[A-Za-z0-9_./:@%+,=^~\\\\-]*");

    private static final Pattern RUN_IN_DOUBLE_QUOTES = Pattern.compile("[`]|\\$[({\\[]");
    /** References that double quotes hold, for this grammar and for a shell, which runs nothing of it. */
    private static final Pattern REFERRING =
            Pattern.compile("(?:[^\"\\\\`$]|\\$[A-Za-z_]\\w*|\\$\\{[A-Za-z_]\\w*(?::[-+?][^\"\\\\`${}]*)?})*");

    @Override
    public String write(Map<String, String> sorted) {
        return write(sorted, Set.of());
    }

    /**
     * Writes values.
     *
     * @param referring names whose values refer to others, and shall when they are read back
     */
    static String write(Map<String, String> sorted, Set<String> referring) {
        StringBuilder text = new StringBuilder();
        sorted.forEach((name, value) -> {
            boolean refers = referring.contains(name) && holdsReferences(value);
            String written = refers ? "\"" + value + "\"" : sourced(name, value);
            // For a shell a backslash at the end of a line joins the next one: an empty one then.
            text.append(name).append('=').append(written).append(written.endsWith("\\") ? "\n\n" : "\n");
        });
        return text.toString();
    }

    /** Tells whether references in a value survive. */
    static boolean holdsReferences(String value) {
        return REFERRING.matcher(value).matches();
    }

    /** Returns a value as {@link #written} does, unless a shell that reads the file would run a part of it. */
    private static String sourced(String name, String value) {
        String written = written(name, value);
        boolean runs = switch (written.isEmpty() ? ' ' : written.charAt(0)) {
            case '\'' -> false;
            case '"' -> RUN_IN_DOUBLE_QUOTES.matcher(value).find();
            default -> !HARMLESS_WITHOUT_QUOTES.matcher(written).matches();
        };
        if (runs) {
            throw OutputFormat.unfit(
                    name,
                    "env",
                    "single quotes do not hold it, and a shell that reads the file would run a part of it");
        }
        return written;
    }

    /** Returns a value as it stands behind {@code NAME=} in the text of a level; nothing in it is a reference. */
    static String written(String name, String value) {
        if (PLAIN.matcher(value).matches()) {
            return value;
        }
        return Quoting.ofAnywhere(value, Quote.SINGLE)
                // A value that ends in a backslash fits into no quotes, but may stand without.
                .or(() -> Quoting.ofAnywhere(value, Quote.NONE))
                .map(quoting -> quoting.written("\n"))
                .orElseThrow(() -> OutputFormat.unfit(name, "env", "it fits into none of the three quotes"));
    }
}

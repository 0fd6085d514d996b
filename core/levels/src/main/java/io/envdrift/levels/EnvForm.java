package io.envdrift.levels;

import io.envdrift.dotenv.Quote;
import io.envdrift.dotenv.Quoting;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** A .env file that this project's grammar, dotenv and dotenvx read alike. */
final class EnvForm implements OutputFormat.Form {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+,=^~-]*");
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
        sorted.forEach((name, value) -> text.append(name)
                .append('=')
                .append(
                        referring.contains(name) && REFERRING.matcher(value).matches()
                                ? "\"" + value + "\""
                                : written(name, value))
                .append('\n'));
        return text.toString();
    }

    /** Tells whether references in a value survive. */
    static boolean holdsReferences(String value) {
        return REFERRING.matcher(value).matches();
    }

    /** Returns a value as it stands behind {@code NAME=}; nothing in it is a reference. */
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

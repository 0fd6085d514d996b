package io.envdrift.vaultenv.project;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How the original's Node client reads a .env file: line by line, no comments behind values, no escapes, no
 * {@code export}, no values of several lines. It is used only for warnings about values that this client would read
 * differently.
 */
final class OriginalReader {
    /** What JavaScript's {@code trim} takes away: Unicode's blanks, the byte order mark among them. */
    private static final Pattern BLANKS_AROUND =
            Pattern.compile("^[\\s\\x{0B}\\p{Z}\\x{FEFF}]+|[\\s\\x{0B}\\p{Z}\\x{FEFF}]+$");

    private OriginalReader() {}

    /** Returns names and values; of two with the same name the last counts. */
    static Map<String, String> read(String text) {
        Map<String, String> values = new HashMap<>();
        for (String line : text.split("\n", -1)) {
            String trimmed = trim(line);
            int equals = trimmed.indexOf('=');
            if (equals >= 0 && !trimmed.startsWith("#")) {
                values.put(trim(trimmed.substring(0, equals)), unquoted(trim(trimmed.substring(equals + 1))));
            }
        }
        // An object of JavaScript takes no text under this name.
        values.remove("__proto__");
        return values;
    }

    /** A lone quote is its own pair, and leaves nothing. */
    private static String unquoted(String value) {
        for (String quote : new String[] {"\"", "'"}) {
            if (value.startsWith(quote) && value.endsWith(quote)) {
                return value.length() < 2 ? "" : value.substring(1, value.length() - 1);
            }
        }
        return value;
    }

    private static String trim(String text) {
        return BLANKS_AROUND.matcher(text).replaceAll("");
    }
}

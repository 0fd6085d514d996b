package io.envdrift.envsync;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.StrictText;
import io.envdrift.dotenv.Assignment;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenv.Quote;
import io.envdrift.dotenv.Quoting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The names and values in a .env text. */
final class PushedNames {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]+");

    /** What Python's {@code strip} takes away; Java's leaves some of it, as no-break spaces. */
    private static final String BLANK = "[\\p{IsWhite_Space}\\x1c-\\x1f]";

    /** Each run of blanks is tried from its beginning only: thousands of them within a line would cost minutes. */
    private static final Pattern BLANKS_AROUND = Pattern.compile("^" + BLANK + "+|(?<!" + BLANK + ")" + BLANK + "+$");

    private PushedNames() {}

    /** Returns names and values by the .env grammar, in the order of the text; of two with the same name the last counts. */
    static Map<String, String> values(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Assignment assignment : EnvDocument.parse(text).assignments()) {
            values.put(assignment.name(), assignment.value());
        }
        return values;
    }

    /**
     * Returns the text with one value set.
     *
     * @throws EnvdriftException {@code UNQUOTABLE_VALUE} when a .env file cannot have such a name or value
     */
    static String with(String text, String name, String value) {
        if (!NAME.matcher(name).matches()) {
            throw new EnvdriftException(
                    ErrorCode.UNQUOTABLE_VALUE,
                    "The name '" + name + "' cannot be written to a .env file",
                    "names consist of letters, digits, dots, dashes and underscores");
        }
        EnvDocument document = EnvDocument.parse(text);
        String written = quoted(value)
                .orElseThrow(() -> new EnvdriftException(
                        ErrorCode.UNQUOTABLE_VALUE, "The value of " + name + " fits none of the quotes of a .env file"))
                .written("\n");
        Optional<Assignment> present = document.last(name);
        if (present.isPresent()) {
            return document.edit()
                    .replace(present.get().writtenStart(), present.get().writtenEnd(), written)
                    .apply()
                    .text();
        }
        String gap = text.isEmpty() || text.endsWith("\n") ? "" : "\n";
        return text + gap + name + "=" + written + "\n";
    }

    /** Prefers double quotes, and single ones where readers would expand a {@code $}. */
    private static Optional<Quoting> quoted(String value) {
        if (value.indexOf('\0') >= 0 || !StrictText.isEncodable(value)) {
            return Optional.empty();
        }
        return Quoting.ofAnywhere(value, value.indexOf('$') >= 0 ? Quote.SINGLE : Quote.DOUBLE)
                .or(() -> Quoting.ofAnywhere(value, Quote.NONE));
    }

    /** Returns the names by the .env grammar, in the order of the text, each once. */
    static List<String> of(String text) {
        return List.copyOf(values(text).keySet());
    }

    /**
     * Returns the names as the original reads them, repeated ones too: what stands before the first {@code =} of each line that
     * is no comment.
     */
    static List<String> asOriginal(String text) {
        List<String> names = new ArrayList<>();
        for (String line : text.split("\\R|[\\x1c-\\x1e]", -1)) {
            String trimmed = trimmed(line);
            int equals = trimmed.indexOf('=');
            if (equals >= 0 && !trimmed.startsWith("#")) {
                names.add(trimmed(trimmed.substring(0, equals)));
            }
        }
        return List.copyOf(names);
    }

    private static String trimmed(String text) {
        return BLANKS_AROUND.matcher(text).replaceAll("");
    }
}

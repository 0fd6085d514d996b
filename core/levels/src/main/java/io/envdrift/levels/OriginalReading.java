package io.envdrift.levels;

import io.envdrift.dotenv.Assignment;
import io.envdrift.dotenv.EnvDocument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the original's clients read the text of a level, as far as it differs: line by line, names of ASCII letters, digits and
 * underscores only, escapes replaced one after the other everywhere, also without quotes. For warnings alone; our own values come
 * from the project's grammar.
 */
final class OriginalReading {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final int LONGEST_LINE = 64 * 1024;

    private final String[] lines;
    private final Map<String, Read> values = new LinkedHashMap<>();
    private int at;

    private record Read(int line, String value) {}

    private OriginalReading(String text) {
        this.lines = text.split("\r?\n", -1);
    }

    /** Returns one warning for each value that is read differently, and for a text that the original cannot read at all. */
    static List<String> differences(String text) {
        OriginalReading reading = new OriginalReading(text);
        int bad = reading.run();
        if (bad > 0) {
            return List.of("line " + bad + ": the original's clients cannot read this level");
        }
        Map<String, Read> theirs = reading.values;
        List<String> warnings = new ArrayList<>();
        Map<String, Assignment> ours = new LinkedHashMap<>();
        EnvDocument.parse(text).assignments().forEach(each -> ours.put(each.name(), each));
        ours.forEach((name, assignment) -> {
            Read read = theirs.remove(name);
            if (read == null || !read.value().equals(assignment.value())) {
                warnings.add("line " + assignment.line() + ": the original's clients read " + name + " differently");
            }
        });
        theirs.forEach((name, read) -> warnings.add(
                "line " + read.line() + ": the original's clients read a value " + name + ", which is none here"));
        return warnings;
    }

    /** Reads all lines; returns the number of the line that spoils the level, or 0. */
    private int run() {
        while (at < lines.length) {
            int number = at + 1;
            String line = lines[at++].strip();
            if (line.length() > LONGEST_LINE) {
                return number;
            }
            int equals = line.indexOf('=');
            if (line.isEmpty() || line.startsWith("#") || equals < 0) {
                continue;
            }
            String name = line.substring(0, equals).strip();
            String bare = name.startsWith("export ")
                    ? name.substring("export ".length()).strip()
                    : name;
            String value = value(line.substring(equals + 1).strip());
            if (!NAME.matcher(bare).matches() || value == null) {
                return number;
            }
            values.put(bare, new Read(number, unescaped(value)));
        }
        return 0;
    }

    private @Nullable String value(String written) {
        if (!written.startsWith("\"") && !written.startsWith("'")) {
            int comment = written.indexOf(" #");
            return (comment < 0 ? written : written.substring(0, comment)).stripTrailing();
        }
        char quote = written.charAt(0);
        int last = written.lastIndexOf(quote);
        if (last > 0 && written.charAt(last - 1) != '\\') {
            return written.substring(1, last);
        }
        return multiline(written.substring(1), quote);
    }

    private @Nullable String multiline(String first, char quote) {
        StringBuilder value = new StringBuilder(first);
        while (at < lines.length) {
            String line = lines[at++];
            int end = line.indexOf(quote);
            if (end < 0) {
                value.append('\n').append(line);
                continue;
            }
            String rest = line.substring(end + 1).strip();
            value.append('\n').append(line, 0, end);
            return rest.isEmpty() || rest.startsWith("#") ? value.toString() : null;
        }
        return null;
    }

    private static String unescaped(String value) {
        return value.replace("\\n", "\n")
                .replace("\\r", "\r")
                .replace("\\t", "\t")
                .replace("\\\\", "\\")
                .replace("\\\"", "\"")
                .replace("\\'", "'");
    }
}

package io.envdrift.levels.merge;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.dotenv.Assignment;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenv.Quote;
import io.envdrift.dotenv.RawValue;
import io.envdrift.levels.protocol.LevelPath;
import java.util.List;
import java.util.regex.Pattern;

/** The text of a level as .env, read with the project's own grammar. */
final class LevelText {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private LevelText() {}

    /**
     * Reads the values of a level, in the order of its lines; a name may come more than once.
     *
     * @throws EnvdriftException {@code UNSUITABLE_FILE} when a line was meant as an assignment and is none, or a name is
     *     not of ASCII letters, digits and underscores; the message names level and line
     */
    static List<RawValue> parse(LevelPath level, String text) {
        EnvDocument document = EnvDocument.parse(text);
        List<Integer> skipped = document.skippedLines();
        if (!skipped.isEmpty()) {
            throw unreadable(level, skipped.getFirst(), "no assignment");
        }
        return document.assignments().stream().map(each -> value(level, each)).toList();
    }

    private static RawValue value(LevelPath level, Assignment assignment) {
        if (!isName(assignment.name())) {
            throw unreadable(level, assignment.line(), "a name that is not of ASCII letters, digits and underscores");
        }
        return new RawValue(assignment.name(), assignment.value(), assignment.quote() == Quote.SINGLE);
    }

    /**
     * Checks a name from a text that has no lines.
     *
     * @throws EnvdriftException {@code UNSUITABLE_FILE} when it is not of ASCII letters, digits and underscores
     */
    static void requireName(LevelPath level, String name) {
        if (!isName(name)) {
            throw new EnvdriftException(
                    ErrorCode.UNSUITABLE_FILE,
                    "level '" + level + "' cannot be read: it holds a name that is not of ASCII letters, digits and"
                            + " underscores",
                    "push a corrected text of this level");
        }
    }

    /** Tells whether a variable may be called so. */
    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    private static EnvdriftException unreadable(LevelPath level, int line, String what) {
        return new EnvdriftException(
                ErrorCode.UNSUITABLE_FILE,
                "level '" + level + "' cannot be read: line " + line + " holds " + what,
                "push a corrected text of this level");
    }
}

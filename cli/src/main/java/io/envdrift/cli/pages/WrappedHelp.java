package io.envdrift.cli.pages;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Help whose lines below the options fit: an explanation that follows an example stays in its column or goes below the example,
 * and an example itself is never broken, for it is there to be copied.
 */
public final class WrappedHelp extends Help {
    /** With less room than this an explanation stands below its example. */
    private static final int LEAST_COLUMN = 20;

    private static final int BELOW = 4;

    private static final Pattern EXPLAINED = Pattern.compile("(\\s+\\S.*?\\s{2,})(\\S.*)");

    /** Creates the help of a command. */
    public WrappedHelp(CommandSpec command, ColorScheme colours) {
        super(command, colours);
    }

    @Override
    public String footer(Object... parameters) {
        StringBuilder text = new StringBuilder();
        for (String line : commandSpec().usageMessage().footer()) {
            append(text, line, commandSpec().usageMessage().width());
        }
        return text.toString();
    }

    private static void append(StringBuilder text, String line, int width) {
        Matcher explained = EXPLAINED.matcher(line);
        if (line.length() <= width || line.startsWith(" ") && !explained.matches()) {
            text.append(line).append(System.lineSeparator());
        } else if (!line.startsWith(" ")) {
            wrap(text, "", line, 0, width);
        } else if (explained.group(1).length() + LEAST_COLUMN <= width) {
            wrap(
                    text,
                    explained.group(1),
                    explained.group(2),
                    explained.group(1).length(),
                    width);
        } else {
            text.append(explained.group(1).stripTrailing()).append(System.lineSeparator());
            int indent = line.length() - line.stripLeading().length() + BELOW;
            wrap(text, " ".repeat(indent), explained.group(2), indent, width);
        }
    }

    /** Appends words after a head, broken at blanks, each further line indented. */
    private static void wrap(StringBuilder text, String head, String words, int indent, int width) {
        StringBuilder line = new StringBuilder(head);
        boolean first = true;
        for (String word : words.split(" ")) {
            if (!first && line.length() + 1 + word.length() > width) {
                text.append(line).append(System.lineSeparator());
                line = new StringBuilder(" ".repeat(indent));
                first = true;
            }
            line.append(first ? "" : " ").append(word);
            first = false;
        }
        text.append(line).append(System.lineSeparator());
    }
}

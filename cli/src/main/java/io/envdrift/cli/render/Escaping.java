package io.envdrift.cli.render;

import io.envdrift.base.OneLine;
import java.util.Locale;
import java.util.regex.Pattern;

/** Escapes text from outside, once, right before it is printed. */
public final class Escaping {
    private static final String COMMAND = "::";
    private static final String MARK = "##";

    private Escaping() {}

    /**
     * Replaces control characters, line breaks and invisible direction marks by {@code \\uXXXX}, so that a name can
     * neither move the cursor nor start a line of its own, and what makes a line a command to a CI runner.
     */
    public static String text(String text) {
        String safe = text.codePoints().anyMatch(OneLine::breaksOut) ? escaped(text) : text;
        if (beginsWithCommand(safe)) {
            safe = safe.replaceFirst(":", "\\\\u003a");
        }
        return safe.contains(MARK) ? Marked.COMMAND.matcher(safe).replaceAll("$1\\\\u005b") : safe;
    }

    /** Runners skip leading blanks of every script, also characters that Java does not count as white space. */
    private static boolean beginsWithCommand(String text) {
        int start = 0;
        while (start < text.length()
                && (Character.isWhitespace(text.charAt(start)) || Character.isSpaceChar(text.charAt(start)))) {
            start++;
        }
        return text.startsWith(COMMAND, start);
    }

    /** A class of its own, so that it is loaded only when a text holds the mark. */
    private static final class Marked {
        /** Anywhere in a line: the older form of GitHub, {@code ##vso[} of Azure Pipelines, {@code ##teamcity[}. */
        static final Pattern COMMAND = Pattern.compile("(##\\w*)\\[");
    }

    /** Escapes the message of a GitHub workflow command. */
    public static String githubMessage(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    /** Escapes a property of a GitHub workflow command. */
    public static String githubProperty(String text) {
        return githubMessage(text).replace(":", "%3A").replace(",", "%2C");
    }

    private static String escaped(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(codePoint -> {
            if (!OneLine.breaksOut(codePoint)) {
                safe.appendCodePoint(codePoint);
                return;
            }
            for (char c : Character.toChars(codePoint)) {
                safe.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            }
        });
        return safe.toString();
    }
}

package io.envdrift.cli.render;

import java.util.Locale;

/** Makes text from outside harmless, once, right before it is printed. */
public final class Escaping {
    private static final String COMMAND = "::";
    /** How the runner of GitHub recognises commands of the older form, anywhere in a line. */
    private static final String OLD_COMMAND = "##[";

    private Escaping() {}

    /**
     * Replaces control characters, line breaks and invisible direction marks by {@code \\uXXXX}, so that a name can
     * neither move the cursor nor start a line of its own, and what makes a line a command to a CI runner.
     */
    public static String text(String text) {
        String safe = text.codePoints().anyMatch(Escaping::isHarmful) ? escaped(text) : text;
        if (safe.stripLeading().startsWith(COMMAND)) {
            safe = safe.replaceFirst(":", "\\\\u003a");
        }
        return safe.contains(OLD_COMMAND) ? safe.replace(OLD_COMMAND, "##\\u005b") : safe;
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
            if (!isHarmful(codePoint)) {
                safe.appendCodePoint(codePoint);
                return;
            }
            for (char c : Character.toChars(codePoint)) {
                safe.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            }
        });
        return safe.toString();
    }

    private static boolean isHarmful(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> true;
            default -> false;
        };
    }
}

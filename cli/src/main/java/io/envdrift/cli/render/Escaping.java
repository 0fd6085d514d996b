package io.envdrift.cli.render;

import java.util.Locale;

/** Makes text from outside harmless, once, right before it is printed. */
public final class Escaping {
    private Escaping() {}

    /**
     * Replaces control characters, line breaks and invisible direction marks by {@code \\uXXXX}, so that a name can
     * neither move the cursor nor start a line of its own.
     */
    public static String text(String text) {
        StringBuilder safe = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isHarmful(c)) {
                if (safe == null) {
                    safe = new StringBuilder(text.length() + 16).append(text, 0, i);
                }
                safe.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else if (safe != null) {
                safe.append(c);
            }
        }
        return safe == null ? text : safe.toString();
    }

    /** Escapes the message of a GitHub workflow command. */
    public static String githubMessage(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    /** Escapes a property of a GitHub workflow command. */
    public static String githubProperty(String text) {
        return githubMessage(text).replace(":", "%3A").replace(",", "%2C");
    }

    private static boolean isHarmful(char c) {
        int type = Character.getType(c);
        return Character.isISOControl(c)
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.UNASSIGNED;
    }
}

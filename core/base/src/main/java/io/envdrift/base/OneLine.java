package io.envdrift.base;

/**
 * Text from outside that is to stand in one line of a log, a list, a prompt or the message of an exception, and nowhere else. Files
 * and variables may be named so that they would make lines of their own, or steer a terminal: such characters become question marks.
 */
public final class OneLine {
    private OneLine() {}

    /** Returns a text as one line. */
    public static String of(String text) {
        if (text.codePoints().noneMatch(OneLine::breaksOut)) {
            return text;
        }
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().forEach(codePoint -> line.appendCodePoint(breaksOut(codePoint) ? '?' : codePoint));
        return line.toString();
    }

    /** Returns message and code of an error. */
    public static String of(EnvdriftException failure) {
        return of(failure.getMessage()) + " [" + failure.code().id() + "]";
    }

    /** Returns message, code and hint of an error. */
    public static String withHint(EnvdriftException failure) {
        return of(failure) + failure.hint().map(hint -> ": " + of(hint)).orElse("");
    }

    /**
     * Tells whether a character ends a line, commands a terminal (the controls of ASCII and the 32 above it), turns the
     * direction of what follows, is never seen, or is none.
     *
     * @param codePoint of Unicode
     * @return whether it must not be printed as it is
     */
    public static boolean breaksOut(int codePoint) {
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

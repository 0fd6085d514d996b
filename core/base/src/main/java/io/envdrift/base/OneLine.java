package io.envdrift.base;

import java.util.regex.Pattern;

/**
 * Text for places that show one line and nothing else, such as the message of an exception that a framework prints. Files and variables
 * may be named so that they would make lines of their own, or steer a terminal: such characters become question marks.
 */
public final class OneLine {
    private static final Pattern UNSEEMLY = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

    private OneLine() {}

    /** Returns a text as one line. */
    public static String of(String text) {
        return UNSEEMLY.matcher(text).replaceAll("?");
    }

    /** Returns message and code of an error. */
    public static String of(EnvdriftException failure) {
        return of(failure.getMessage()) + " [" + failure.code().id() + "]";
    }

    /** Returns message, code and hint of an error. */
    public static String withHint(EnvdriftException failure) {
        return of(failure) + failure.hint().map(hint -> ": " + of(hint)).orElse("");
    }
}

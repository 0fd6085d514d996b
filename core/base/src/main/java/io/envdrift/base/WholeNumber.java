package io.envdrift.base;

import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Whole numbers in texts from outside: ASCII digits, perhaps behind a minus. Java's own reading takes the digits of every script,
 * which other programs take for no number.
 */
public final class WholeNumber {
    private static final Pattern FORM = Pattern.compile("-?[0-9]+");

    private WholeNumber() {}

    /** Reads a number; nothing when the text is none, or one that does not fit into 64 bits. */
    public static OptionalLong of(String text) {
        try {
            return FORM.matcher(text).matches() ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /** Reads a number within bounds, both included; nothing when the text is none. */
    public static OptionalLong within(String text, long least, long most) {
        OptionalLong number = of(text);
        return number.isPresent() && number.getAsLong() >= least && number.getAsLong() <= most
                ? number
                : OptionalLong.empty();
    }
}

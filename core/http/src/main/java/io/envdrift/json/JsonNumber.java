package io.envdrift.json;

import java.math.BigDecimal;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * A number as it was written.
 *
 * @param token as in {@code -1.50e3}
 */
public record JsonNumber(String token) {
    private static final Pattern ZERO = Pattern.compile("-?0(\\.0+)?([eE].*)?");

    /** Returns the number where it is whole, also when written as {@code 1.0}, and fits; nothing for any other. */
    public OptionalLong whole() {
        try {
            return OptionalLong.of(new BigDecimal(token).longValueExact());
        } catch (ArithmeticException | NumberFormatException e) {
            // The second, because JSON's exponents know no bounds and those of this class do.
            return OptionalLong.empty();
        }
    }

    /** Tells whether the number is zero, however it is written. */
    public boolean isZero() {
        return ZERO.matcher(token).matches();
    }
}

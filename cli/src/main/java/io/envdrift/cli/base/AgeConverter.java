package io.envdrift.cli.base;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an age: a whole number of at most nine digits and a unit, {@code s} (also when left out), {@code m}, {@code h}, {@code d}. */
public final class AgeConverter implements ITypeConverter<Duration> {
    private static final Pattern AGE = Pattern.compile("(\\d{1,9})([smhd]?)");
    private static final Map<String, ChronoUnit> UNITS = Map.of(
            "", ChronoUnit.SECONDS,
            "s", ChronoUnit.SECONDS,
            "m", ChronoUnit.MINUTES,
            "h", ChronoUnit.HOURS,
            "d", ChronoUnit.DAYS);

    @Override
    public Duration convert(String text) {
        Matcher age = AGE.matcher(text);
        if (!age.matches()) {
            throw new TypeConversionException("an age is a number and s, m, h or d, as in 12h");
        }
        return Duration.of(Long.parseLong(age.group(1)), UNITS.getOrDefault(age.group(2), ChronoUnit.SECONDS));
    }
}

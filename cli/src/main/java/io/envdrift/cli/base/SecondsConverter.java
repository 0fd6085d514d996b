package io.envdrift.cli.base;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a time limit in whole seconds, at least one. */
public final class SecondsConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
        try {
            int seconds = Integer.parseInt(text);
            if (seconds > 0) {
                return Duration.ofSeconds(seconds);
            }
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + text + "' is no number of seconds");
        }
        throw new TypeConversionException("it must be at least 1 second");
    }
}

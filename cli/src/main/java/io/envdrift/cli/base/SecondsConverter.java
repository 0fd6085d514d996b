package io.envdrift.cli.base;

import io.envdrift.base.WholeNumber;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a time limit in whole seconds, at least one. */
public final class SecondsConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
        long seconds = WholeNumber.within(text, Integer.MIN_VALUE, Integer.MAX_VALUE)
                .orElseThrow(() -> new TypeConversionException("'" + text + "' is no number of seconds"));
        if (seconds < 1) {
            throw new TypeConversionException("it must be at least 1 second");
        }
        return Duration.ofSeconds(seconds);
    }
}

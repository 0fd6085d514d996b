package io.envdrift.cli.base;

import io.envdrift.base.WholeNumber;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads what is counted from one, as pages, days and versions are. */
public final class CountConverter implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
        long count = WholeNumber.within(text, Integer.MIN_VALUE, Integer.MAX_VALUE)
                .orElseThrow(() -> new TypeConversionException(
                        "'" + text + "' is no whole number from 1 to " + Integer.MAX_VALUE));
        if (count < 1) {
            throw new TypeConversionException("it must be at least 1");
        }
        return (int) count;
    }
}

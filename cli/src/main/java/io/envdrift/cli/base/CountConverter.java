package io.envdrift.cli.base;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads what is counted from one, as pages, days and versions are. */
public final class CountConverter implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
        try {
            int count = Integer.parseInt(text);
            if (count > 0) {
                return count;
            }
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + text + "' is no whole number from 1 to " + Integer.MAX_VALUE);
        }
        throw new TypeConversionException("it must be at least 1");
    }
}

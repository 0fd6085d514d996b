package io.envdrift.cli.base;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a path, and says in the user's words when it is none. */
public final class PathConverter implements ITypeConverter<Path> {
    @Override
    public Path convert(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new TypeConversionException(
                    "this locale cannot name the file '" + text + "'; set LC_ALL=C.UTF-8 (" + e.getReason() + ")");
        }
    }
}

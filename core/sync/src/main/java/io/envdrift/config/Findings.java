package io.envdrift.config;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.tomlj.TomlPosition;

/** The errors and warnings of a configuration file: all are listed at once, in file order. */
final class Findings {
    private static final Comparator<Finding> FILE_ORDER = (one, other) -> one.position.line() == other.position.line()
            ? Integer.compare(one.position.column(), other.position.column())
            : Integer.compare(one.position.line(), other.position.line());

    private final Path file;
    private final List<Finding> errors = new ArrayList<>();
    private final List<Finding> warnings = new ArrayList<>();

    private record Finding(String text, TomlPosition position) {
        @Override
        public String toString() {
            return text + " (line " + position.line() + ", column " + position.column() + ")";
        }
    }

    Findings(Path file) {
        this.file = file;
    }

    void error(String text, TomlPosition position) {
        errors.add(new Finding(text, position));
    }

    void warn(String text, TomlPosition position) {
        warnings.add(new Finding(text, position));
    }

    List<String> warnings() {
        return warnings.stream()
                .sorted(FILE_ORDER)
                .map(finding -> file + ": " + finding)
                .toList();
    }

    /** Throws {@code CONFIG_INVALID} with all errors on one line, if there are any. */
    void throwErrors() {
        if (!errors.isEmpty()) {
            String all =
                    errors.stream().sorted(FILE_ORDER).map(Finding::toString).collect(Collectors.joining("; "));
            throw new EnvdriftException(
                            ErrorCode.CONFIG_INVALID,
                            "Invalid config in " + file + ": " + all,
                            "docs/configuration.md lists every key with its type")
                    .at(file)
                    .atLine(errors.stream()
                            .mapToInt(each -> each.position.line())
                            .min()
                            .orElse(0));
        }
    }
}

package io.envdrift.cli;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a command talks; the same options on every command. */
public final class OutputOptions {
    @Option(
            names = "--format",
            paramLabel = "text|json|github",
            description = "Form of the report; github is the default under --ci in GitHub Actions.")
    private @Nullable Format format;

    @Option(
            names = {"-q", "--quiet"},
            description = "Print only what needs attention.")
    private boolean quiet;

    @Option(
            names = {"-v", "--verbose"},
            description = "Print hints and codes with every error.")
    private boolean verbose;

    @Option(names = "--stacktrace", description = "Print the stack of an error, for bug reports.")
    private boolean stacktrace;

    /** The forms of a report. */
    public enum Format {
        /** For people. */
        TEXT,
        /** For programs. */
        JSON,
        /** GitHub workflow annotations. */
        GITHUB;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Returns the form: as asked for, else annotations where a CI run on GitHub will show them, else text. */
    public Format format(boolean ci, Map<String, String> environment) {
        boolean onGitHub = ci && "true".equals(environment.get("GITHUB_ACTIONS"));
        return Optional.ofNullable(format).orElse(onGitHub ? Format.GITHUB : Format.TEXT);
    }

    /** Tells whether only what needs attention is printed. */
    public boolean quiet() {
        return quiet;
    }

    /** Tells whether more than usual is printed. */
    public boolean verbose() {
        return verbose;
    }

    /** Tells whether the stack of an error is printed. */
    public boolean stacktrace() {
        return stacktrace;
    }
}

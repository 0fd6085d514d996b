package io.envdrift.cli.base;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The options for output; the same on every command. */
public final class OutputOptions {
    private static final String FORMAT = "--format";

    private @Nullable Format format;
    private boolean ci;
    private boolean quiet;
    private boolean verbose;
    private boolean stacktrace;

    /** Adds these options to those of a command. */
    public void declare(CommandOptions options) {
        options.value(
                FORMAT,
                "text|json|github",
                "Form of the report; github is the default under --ci in GitHub Actions.",
                Format.class,
                given -> format = given);
        declareOthers(options);
    }

    /**
     * Adds these options to those of a command that prints data in forms of its own. A report is as text, or as JSON where the
     * data is.
     *
     * @param forms the words that {@code --format} takes
     * @param description what {@code --format} chooses
     * @param form gets the word
     */
    public void declare(CommandOptions options, List<String> forms, String description, Consumer<String> form) {
        options.value(FORMAT, String.join("|", forms), description, given -> {
                    format = given.equalsIgnoreCase("json") ? Format.JSON : Format.TEXT;
                    form.accept(given);
                })
                .completionCandidates(forms);
        declareOthers(options);
    }

    private void declareOthers(CommandOptions options) {
        options.flag("--ci", "Never prompt; print no progress.", on -> ci = on);
        options.flag("-q, --quiet", "Print only what needs attention.", on -> quiet = on);
        options.flag("-v, --verbose", "Print hints and codes with every error.", on -> verbose = on);
        options.flag("--stacktrace", "Print the stack of an error, for bug reports.", on -> stacktrace = on);
    }

    /** The forms of a report. */
    public enum Format {
        /** For people. */
        TEXT,
        /** For programs. */
        JSON,
        /** GitHub workflow annotations. */
        GITHUB;

        public static @Nullable Format of(String name) {
            return Arrays.stream(values())
                    .filter(format -> format.toString().equalsIgnoreCase(name))
                    .findFirst()
                    .orElse(null);
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Reads the output options of a command line that could not be parsed. */
    public static OutputOptions of(String... arguments) {
        OutputOptions found = new OutputOptions();
        for (int i = 0; i < arguments.length && !arguments[i].equals("--"); i++) {
            if (arguments[i].equals("--ci")) {
                found.ci = true;
            } else if (arguments[i].startsWith(FORMAT + "=")) {
                found.format = Format.of(arguments[i].substring(FORMAT.length() + 1));
            } else if (arguments[i].equals(FORMAT) && i + 1 < arguments.length) {
                found.format = Format.of(arguments[i + 1]);
            }
        }
        return found;
    }

    /** Returns the form that was asked for; by default annotations in a CI run on GitHub that shows them, else text. */
    public Format format(Map<String, String> environment) {
        boolean onGitHub = ci && "true".equals(environment.get("GITHUB_ACTIONS"));
        return Optional.ofNullable(format).orElse(onGitHub ? Format.GITHUB : Format.TEXT);
    }

    /** Returns how a command that may replace keys handles questions, for its title. */
    public String mode(boolean force) {
        return force ? "FORCE" : ci ? "CI" : "Interactive";
    }

    /** Tells whether a CI job runs the command. */
    public boolean ci() {
        return ci;
    }

    /**
     * Returns the machine: with {@code --ci} without a terminal for questions, with {@code -q} without a progress line.
     */
    public Host machine(Host host) {
        return ci ? host.unattended() : quiet ? host.unwatched() : host;
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

package io.envdrift.cli.base;

import io.envdrift.base.Secret;
import io.envdrift.files.FileOperations;
import io.envdrift.pool.VaultProviders;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The machine as a command sees it. Tests give their own.
 *
 * @param environment the environment variables
 * @param workingDirectory absolute
 * @param home the user's home directory
 * @param in standard input
 * @param out standard output: reports and data
 * @param err standard error: diagnostics
 * @param terminal asks the user questions; empty where standard input or output is no terminal
 * @param watched tells whether somebody sees on standard error how far long work is; asked only where a terminal is
 * @param files the operations that writing consists of
 * @param clock the time of day
 * @param providers finds the vault providers; asked only when one is needed, because the search opens every jar
 */
public record Host(
        Map<String, String> environment,
        Path workingDirectory,
        Path home,
        InputStream in,
        PrintStream out,
        PrintStream err,
        Optional<Terminal> terminal,
        BooleanSupplier watched,
        FileOperations files,
        Clock clock,
        Supplier<VaultProviders> providers) {
    private static final BooleanSupplier NOBODY = () -> false;
    private static final Pattern CHARSET = Pattern.compile("\\.([^@]*)");

    /** A terminal on which the user can be asked. */
    public interface Terminal {
        /** Asks a question and returns the answer's line, or nothing at the end of input. */
        Optional<String> ask(String question);

        /** Asks for a secret without echo, or returns nothing at the end of input. */
        Optional<Secret> askSecret(String question);
    }

    /** Returns the machine this process runs on. */
    public static Host system() {
        return new Host(
                CallerLocale.in(System.getenv()),
                Path.of("").toAbsolutePath(),
                homeDirectory(),
                System.in,
                StandardOutput.system(),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                Optional.ofNullable(System.console()).map(ConsoleTerminal::new),
                StandardError::isTerminal,
                FileOperations.system(),
                Clock.systemUTC(),
                Providers::known);
    }

    /** {@code HOME} is used where it is set, as by every other tool; Java would use the user database. */
    private static Path homeDirectory() {
        String home = System.getenv("HOME");
        return Path.of(home == null || home.isBlank() ? System.getProperty("user.home", "") : home)
                .toAbsolutePath();
    }

    /** Tells whether colours may be used: a terminal, and neither {@code NO_COLOR} nor a dumb one. */
    public boolean colours() {
        return terminal.isPresent()
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment
                        .getOrDefault("TERM", "")
                        .toLowerCase(Locale.ROOT)
                        .equals("dumb");
    }

    /**
     * Tells whether the user's locale says that only ASCII, or an older character set than UTF-8, can be shown; one that names no
     * character set does not.
     */
    public boolean ascii() {
        for (String variable : List.of("LC_ALL", "LC_CTYPE", "LANG")) {
            String locale = environment.getOrDefault(variable, "");
            if (!locale.isEmpty()) {
                Matcher charset = CHARSET.matcher(locale);
                return locale.equals("C")
                        || locale.equals("POSIX")
                        || charset.find() && !charset.group(1).replace("-", "").equalsIgnoreCase("utf8");
            }
        }
        return false;
    }

    /** Returns this machine without a terminal to ask questions on. */
    public Host unattended() {
        return new Host(
                environment, workingDirectory, home, in, out, err, Optional.empty(), NOBODY, files, clock, providers);
    }

    /** Returns this machine without a display of progress. */
    public Host unwatched() {
        return new Host(environment, workingDirectory, home, in, out, err, terminal, NOBODY, files, clock, providers);
    }

    /**
     * Tells whether progress may be shown in a line that is overwritten: never in a CI job, whose log keeps every
     * version of the line.
     */
    public boolean showsProgress() {
        return colours() && environment.getOrDefault("CI", "").isEmpty() && watched.getAsBoolean();
    }

    /** Returns this machine with one environment variable more. */
    public Host with(String variable, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(variable, value);
        return new Host(more, workingDirectory, home, in, out, err, terminal, watched, files, clock, providers);
    }

    /** Shows no environment value: it may hold credentials. */
    @Override
    public String toString() {
        return "Host[" + workingDirectory + "]";
    }

    private record ConsoleTerminal(Console console) implements Terminal {
        @Override
        public Optional<String> ask(String question) {
            return Optional.ofNullable(console.readLine("%s", question));
        }

        @Override
        public Optional<Secret> askSecret(String question) {
            char @Nullable [] answer = console.readPassword("%s", question);
            return answer == null ? Optional.empty() : Optional.of(Secret.of(new String(answer)));
        }
    }
}

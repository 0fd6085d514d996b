package io.envdrift.cli.base;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.cli.render.Ascii;
import io.envdrift.cli.render.Escaping;
import io.envdrift.cli.render.ExitCode;
import io.envdrift.cli.render.GithubRenderer;
import io.envdrift.cli.render.JsonRenderer;
import io.envdrift.cli.render.MarkdownSummary;
import io.envdrift.cli.render.Report;
import io.envdrift.cli.render.TextRenderer;
import io.envdrift.cli.render.TextRenderer.Look;
import io.envdrift.config.ConfigLoader;
import io.envdrift.json.JsonMembers;
import io.envdrift.process.ChildNotStartedException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs a command's work and prints the result in the form asked for. */
public final class Reporter {
    private final Host host;
    private final String command;
    private final OutputOptions options;
    private final OutputOptions.Format format;
    private boolean summarizes = true;
    private @Nullable String reportTo;
    private VaultOptions.@Nullable ConfigOption config;
    private @Nullable VaultOptions vault;
    private @Nullable String profile;

    /**
     * The result of a command's work.
     *
     * @param report what to print; null where the command printed its data itself
     * @param status the exit status
     */
    public record Result(@Nullable Report report, int status) {
        /**
         * A result whose report is to be printed.
         *
         * @param success whether everything asked for is so
         */
        public Result(Report report, boolean success) {
            this(report, ExitCode.of(success).status());
        }

        /** A success whose data the command has printed already. */
        public static Result printed() {
            return ended(ExitCode.OK.status());
        }

        /** A result that has no report, as that of a child. */
        public static Result ended(int status) {
            return new Result(null, status);
        }
    }

    /** A command's work. */
    @FunctionalInterface
    public interface Work {
        /** Does the work, and returns what is to be reported. */
        Result run();
    }

    /** Creates a reporter; in a CI job the default form is another, and the job's page gets a summary. */
    public Reporter(Host host, String command, OutputOptions options) {
        this.host = host;
        this.command = command;
        this.options = options;
        this.format = options.format(host.environment());
    }

    /**
     * Also posts the report, in its JSON form, whatever form is printed.
     *
     * @param server a server's URL; null for none
     */
    public Reporter postingTo(@Nullable String server) {
        reportTo = server;
        return this;
    }

    /** Leaves the summary of the job's page to the command that is run. */
    public Reporter withoutSummary() {
        summarizes = false;
        return this;
    }

    /**
     * Completes the commands in hints by the options of this run.
     *
     * @param profile what {@code --profile} says; null for nothing
     */
    public Reporter given(VaultOptions.ConfigOption config, VaultOptions vault, @Nullable String profile) {
        this.config = config;
        this.vault = vault;
        this.profile = profile;
        return this;
    }

    private @Nullable GivenOptions given() {
        VaultOptions.ConfigOption file = config;
        VaultOptions flags = vault;
        boolean any = file != null
                && flags != null
                && (profile != null
                        || named(file).isPresent()
                        || file.isOutside()
                        || !flags.flags().isEmpty());
        return any && file != null && flags != null
                ? new GivenOptions(
                        named(file).map(Path::toString), file.isOutside(), flags.flags(), Optional.ofNullable(profile))
                : null;
    }

    /** Returns the configuration that was named, unless it is the one that is found here anyway. */
    private Optional<Path> named(VaultOptions.ConfigOption file) {
        Path here = host.workingDirectory();
        return file.path()
                .filter(path -> !here.resolve(path).normalize().equals(here.resolve(ConfigLoader.ENVDRIFT_TOML)));
    }

    private Report completed(Report report) {
        GivenOptions given = given();
        return given == null ? report : given.complete(report);
    }

    private String completed(String advice) {
        GivenOptions given = given();
        return given == null ? advice : given.complete(advice);
    }

    /** Returns the form in which this run reports. */
    public OutputOptions.Format format() {
        return format;
    }

    /** Runs the work and prints its report or its error; returns the exit status. */
    public int run(Work work) {
        try {
            Result result = work.run();
            if (result.report() == null) {
                return result.status();
            }
            boolean success = result.status() == ExitCode.OK.status();
            ExitCode exit = ExitCode.of(success);
            Report report = completed(result.report());
            switch (format) {
                case TEXT -> new TextRenderer(host.out(), host.err(), looks()).render(report, options.quiet());
                case JSON -> new JsonRenderer(host.out()).render(report, exit);
                case GITHUB -> new GithubRenderer(host.out()).render(report);
            }
            summarize(() -> MarkdownSummary.of(report, success));
            if (reportTo != null) {
                new ReportPost(host, reportTo).send(() -> JsonRenderer.document(report, exit));
            }
            return exit.status();
        } catch (EnvdriftException e) {
            summarize(() -> MarkdownSummary.ofError(command, e.getMessage()));
            int status = fail(e);
            if (reportTo != null && e.code() != ErrorCode.USAGE && e.code() != ErrorCode.INTERRUPTED) {
                new ReportPost(host, reportTo).send(() -> errorDocument(statusOf(e), e));
            }
            return status;
        }
    }

    private Set<Look> looks() {
        Set<Look> looks = EnumSet.noneOf(Look.class);
        if (host.colours()) {
            looks.add(Look.COLOURS);
        }
        if (host.terminal().isPresent()) {
            looks.add(Look.TERMINAL);
        }
        if (host.ascii()) {
            looks.add(Look.ASCII);
        }
        return looks;
    }

    private void summarize(Supplier<String> markdown) {
        if (summarizes && (options.ci() || format == OutputOptions.Format.GITHUB)) {
            new JobSummary(host).add(markdown);
        }
    }

    /** Prints an error that does not end the command. */
    public void warn(EnvdriftException e) {
        printError(e);
    }

    /** Prints warnings on standard error, one line each. */
    public void warn(List<String> warnings) {
        warnings.forEach(warning -> host.err().println(shown("[WARN] " + Escaping.text(completed(warning)))));
    }

    /** Prints an error that ended the command, in the form asked for; returns the exit status. */
    public int fail(EnvdriftException e) {
        int status = statusOf(e);
        switch (format) {
            case TEXT -> printError(e);
            case JSON ->
                new JsonRenderer(host.out())
                        .renderError(command, status, e.code().id(), e.getMessage(), hint(e).orElse(null));
            case GITHUB -> new GithubRenderer(host.out()).renderError(e, hint(e));
        }
        if (options.stacktrace()) {
            printStack(e);
        }
        return status;
    }

    private static int statusOf(EnvdriftException e) {
        if (e instanceof ChildNotStartedException child) {
            return child.status();
        }
        ExitCode exit = switch (e.code()) {
            case USAGE -> ExitCode.USAGE;
            case INTERRUPTED -> ExitCode.INTERRUPTED;
            default -> ExitCode.FAILED;
        };
        return exit.status();
    }

    private JsonMembers errorDocument(int status, EnvdriftException e) {
        return JsonRenderer.errorDocument(command, status, e.code().id(), e.getMessage(), hint(e).orElse(null));
    }

    /** Prints a stack as the JDK does, but with messages that cannot break out of their line. */
    private void printStack(EnvdriftException e) {
        String prefix = "";
        for (Throwable at = e; at != null; at = at.getCause()) {
            host.err().println(prefix + Escaping.text(at.toString()));
            for (StackTraceElement frame : at.getStackTrace()) {
                host.err().println("\tat " + frame);
            }
            prefix = "Caused by: ";
        }
    }

    /** Prints an error as the original tool does, with its hint below. */
    private void printError(EnvdriftException e) {
        String code = options.verbose() || e.code() == ErrorCode.INTERNAL
                ? " (" + e.code().id() + ")"
                : "";
        host.err().println(shown("[ERROR] " + Escaping.text(e.getMessage()) + code));
        hint(e).ifPresent(hint -> host.err().println(shown("  hint: " + Escaping.text(hint))));
    }

    private Optional<String> hint(EnvdriftException e) {
        return e.hint().map(this::completed);
    }

    /** Returns a line as the user's terminal can show it. */
    private String shown(String line) {
        return host.ascii() ? Ascii.of(line) : line;
    }
}

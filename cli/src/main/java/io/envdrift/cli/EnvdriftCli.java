package io.envdrift.cli;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.OutputOptions;
import io.envdrift.cli.base.PathConverter;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.base.StandardOutput;
import io.envdrift.cli.command.NotPortedCommand;
import io.envdrift.cli.pages.Pages;
import io.envdrift.cli.pages.WrappedHelp;
import io.envdrift.cli.render.ExitCode;
import io.envdrift.config.Suggestions;
import io.envdrift.process.ChildStarter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The command line as a whole. */
public final class EnvdriftCli {
    /** Columns of the pages that are kept: the reference of all commands, the manual. */
    private static final int PAGE_WIDTH = 100;

    /** Columns of help where no terminal tells its own. */
    private static final int USUAL_WIDTH = 80;

    /** No terminal has more columns, and picocli takes no fewer than the first. */
    private static final int LEAST_WIDTH = 55;

    private static final int MOST_WIDTH = 500;

    private final Host host;
    private final ChildStarter children;

    /** Creates the command line for a machine, with children beside this process. */
    public EnvdriftCli(Host host) {
        this(host, ChildStarter.beside());
    }

    /** Creates the command line for a machine. */
    public EnvdriftCli(Host host, ChildStarter children) {
        this.host = host;
        this.children = children;
    }

    /** Runs one command line and returns the exit status. */
    public int run(String... arguments) {
        try {
            return written(commandLine(arguments).execute(arguments));
        } finally {
            host.out().flush();
            host.err().flush();
        }
    }

    /** A command whose output could not be printed has failed. */
    private int written(int status) {
        Optional<String> failure = host.out() instanceof StandardOutput output ? output.failure() : Optional.empty();
        failure.ifPresent(reason -> host.err().println(StandardOutput.lost(reason)));
        return failure.isPresent() && status == ExitCode.OK.status() ? ExitCode.FAILED.status() : status;
    }

    private CommandLine commandLine(String... arguments) {
        CommandLine line = CommandOptions.lineOf(new RootCommand(host, this::pages));
        new Commands(host, children, this::pages, this::commandLine, arguments).addTo(line);
        OptionalInt columns = columns();
        line.setUsageHelpWidth(columns.orElse(USUAL_WIDTH));
        // Asks the terminal, which takes a process: only where help is wanted does picocli do so.
        line.setUsageHelpAutoWidth(columns.isEmpty() && host.terminal().isPresent());
        return prepared(line);
    }

    /** Returns what the user says about the width, as shells and pagers do. */
    private OptionalInt columns() {
        String said = host.environment().getOrDefault("COLUMNS", "");
        return said.matches("[1-9][0-9]{0,3}")
                ? OptionalInt.of(Math.clamp(Integer.parseInt(said), LEAST_WIDTH, MOST_WIDTH))
                : OptionalInt.empty();
    }

    /** Returns the pages that describe all commands. */
    public Pages pages() {
        CommandLine line = CommandOptions.lineOf(new RootCommand(host, this::pages));
        new Commands(host, children, this::pages, this::commandLine).addAllTo(line);
        line.setUsageHelpWidth(PAGE_WIDTH);
        return new Pages(prepared(line));
    }

    private CommandLine prepared(CommandLine line) {
        // A file name that starts with @ must never be read as a list of arguments.
        line.setExpandAtFiles(false);
        line.registerConverter(Path.class, new PathConverter());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setAbbreviatedOptionsAllowed(false);
        line.setOut(new PrintWriter(host.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(host.err(), true, StandardCharsets.UTF_8));
        line.setColorScheme(CommandLine.Help.defaultColorScheme(
                host.colours() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
        line.setHelpFactory((command, colours) -> new WrappedHelp(command, colours));
        line.setParameterExceptionHandler(this::misused);
        line.setExecutionExceptionHandler(this::failed);
        line.getSubcommands().values().forEach(EnvdriftCli::addHelp);
        return line;
    }

    private static void addHelp(CommandLine command) {
        command.getCommandSpec()
                .addOption(CommandLine.Model.OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Show this help.")
                        .build());
        command.getSubcommands().values().forEach(EnvdriftCli::addHelp);
    }

    private int misused(CommandLine.ParameterException e, String[] arguments) {
        CommandSpec command = e.getCommandLine().getCommandSpec();
        Reporter reporter = new Reporter(host, nameOf(command), OutputOptions.of(arguments));
        return reporter.fail(leftOut(e)
                .orElseGet(() -> new EnvdriftException(
                        ErrorCode.USAGE, message(e), "run '" + command.qualifiedName() + " --help'")));
    }

    /** Returns the command as reports name it: without the program's name, which only the program itself keeps. */
    private static String nameOf(CommandSpec command) {
        String root = command.root().name();
        String name = command.qualifiedName();
        return name.equals(root) ? root : name.substring(root.length() + 1);
    }

    /** An option of the Python tool that is left out gets its own message, unlike a mistyped one. */
    private static Optional<EnvdriftException> leftOut(CommandLine.ParameterException e) {
        return e instanceof CommandLine.UnmatchedArgumentException unmatched
                ? NotPortedCommand.leftOut(e.getCommandLine().getCommandName(), unmatched.getUnmatched())
                : Optional.empty();
    }

    /** Returns picocli's message, without the values it may quote, and with a suggestion for a mistyped command. */
    private static String message(CommandLine.ParameterException e) {
        if (e instanceof CommandLine.UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            String first = unmatched.getUnmatched().getFirst();
            if (first.startsWith("-")) {
                String option = first.contains("=") ? first.substring(0, first.indexOf('=')) : first;
                List<String> known = e.getCommandLine().getCommandSpec().optionsMap().keySet().stream()
                        .sorted()
                        .collect(Collectors.toList());
                return "Unknown option: " + option + Suggestions.inBrackets(option, known);
            }
            if (!e.getCommandLine().getSubcommands().isEmpty()) {
                return "Unknown command: " + first
                        + Suggestions.inBrackets(
                                first, e.getCommandLine().getSubcommands().keySet());
            }
            return "Unexpected argument (" + unmatched.getUnmatched().size() + " more than the command takes)";
        }
        return String.valueOf(e.getMessage());
    }

    private int failed(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
        Reporter reporter = new Reporter(
                host,
                nameOf(command.getCommandSpec()),
                OutputOptions.of(parsed.originalArgs().toArray(String[]::new)));
        if (e instanceof EnvdriftException known) {
            return reporter.fail(known);
        }
        // A defect: its message may hold anything, so only its class and place are printed.
        StackTraceElement[] stack = e.getStackTrace();
        String place = stack.length == 0 ? "" : " at " + stack[0].getFileName() + ":" + stack[0].getLineNumber();
        return reporter.fail(new EnvdriftException(
                ErrorCode.INTERNAL,
                "Internal error (" + e.getClass().getSimpleName() + place + ")",
                "this is a defect of envdrift; please report it"));
    }
}

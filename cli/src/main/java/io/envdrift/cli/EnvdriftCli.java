package io.envdrift.cli;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.cli.pages.Pages;
import io.envdrift.cli.render.Escaping;
import io.envdrift.config.Suggestions;
import io.envdrift.process.ChildStarter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine;

/** The command line as a whole. */
public final class EnvdriftCli {
    private static final int HELP_WIDTH = 100;

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
            return commandLine(arguments).execute(arguments);
        } finally {
            host.out().flush();
            host.err().flush();
        }
    }

    private CommandLine commandLine(String... arguments) {
        Supplier<Pages> pages = () -> new Pages(commandLine());
        CommandLine line = new CommandLine(new RootCommand(host, pages));
        new Commands(host, children, pages, arguments).addTo(line);
        // A file name that starts with @ must never be read as a list of arguments.
        line.setExpandAtFiles(false);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpWidth(HELP_WIDTH);
        line.setAbbreviatedOptionsAllowed(false);
        line.setOut(new PrintWriter(host.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(host.err(), true, StandardCharsets.UTF_8));
        line.setColorScheme(CommandLine.Help.defaultColorScheme(
                host.colours() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
        line.setParameterExceptionHandler(this::misused);
        line.setExecutionExceptionHandler(this::failed);
        line.getSubcommands().values().forEach(EnvdriftCli::addHelp);
        return line;
    }

    private static void addHelp(CommandLine command) {
        command.getCommandSpec()
                .mixinStandardHelpOptions(false)
                .addOption(CommandLine.Model.OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Show this help.")
                        .build());
        command.getSubcommands().values().forEach(EnvdriftCli::addHelp);
    }

    private int misused(CommandLine.ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        host.err().println("[ERROR] " + Escaping.text(message(e)));
        host.err().println("  hint: run '" + command.getCommandSpec().qualifiedName() + " --help'");
        return ExitCode.USAGE.status();
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
                return "Unknown option: " + option + suggestion(option, known);
            }
            if (!e.getCommandLine().getSubcommands().isEmpty()) {
                return "Unknown command: " + first
                        + suggestion(first, e.getCommandLine().getSubcommands().keySet());
            }
            return "Unexpected argument (" + unmatched.getUnmatched().size() + " more than the command takes)";
        }
        return String.valueOf(e.getMessage());
    }

    private static String suggestion(String mistyped, Collection<String> known) {
        return Suggestions.closest(mistyped, known)
                .map(name -> " (did you mean " + name + "?)")
                .orElse("");
    }

    private int failed(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
        if (e instanceof EnvdriftException known) {
            Reporter.printError(host.err(), known, false);
            return ExitCode.FAILED.status();
        }
        // A defect: its message may hold anything, so only its kind and place are told.
        StackTraceElement[] stack = e.getStackTrace();
        String place = stack.length == 0 ? "" : " at " + stack[0].getFileName() + ":" + stack[0].getLineNumber();
        Reporter.printError(
                host.err(),
                new EnvdriftException(
                        ErrorCode.INTERNAL,
                        "Internal error (" + e.getClass().getSimpleName() + place + ")",
                        "this is a defect of envdrift; please report it"),
                true);
        return ExitCode.FAILED.status();
    }
}

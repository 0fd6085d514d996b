package io.envdrift.server.command;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.WholeNumber;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/** The command {@code envdrift-server}; without a subcommand it serves. */
@Command(
        name = "envdrift-server",
        description =
                "Stores encrypted secrets for the vault-env, EnvSync and DotEnv protocols. Without a command: serve.",
        mixinStandardHelpOptions = true,
        versionProvider = ServerVersion.class,
        subcommands = {
            ServeCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            RekeyCommand.class,
            AuditCommand.class,
            TokenCommand.class,
            LevelsCommand.class,
            ReportTokenCommand.class
        })
public final class ServerMain implements Callable<Integer> {
    private static final String SERVE = "serve";

    private ServerMain() {}

    /** Runs the command and exits with 0 for success, 1 for failure, 2 for wrong usage. */
    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /** Returns the command with its subcommands. */
    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new ServerMain());
        line.setExpandAtFiles(false);
        line.registerConverter(int.class, ServerMain::whole);
        line.registerConverter(Integer.class, ServerMain::whole);
        line.registerConverter(long.class, ServerMain::number);
        line.registerConverter(Long.class, ServerMain::number);
        line.setParameterExceptionHandler(ServerMain::misused);
        line.setExecutionExceptionHandler(ServerMain::fail);
        return line;
    }

    private static int whole(String text) {
        return (int) WholeNumber.within(text, Integer.MIN_VALUE, Integer.MAX_VALUE)
                .orElseThrow(() -> new TypeConversionException("'" + text + "' is not an int"));
    }

    private static long number(String text) {
        return WholeNumber.of(text).orElseThrow(() -> new TypeConversionException("'" + text + "' is not a long"));
    }

    /** Runs the command and returns its exit code. */
    static int run(String... arguments) {
        CommandLine line = commandLine();
        return line.execute(withCommand(line, arguments));
    }

    @Override
    public Integer call() {
        throw new IllegalStateException("without a command the command is serve");
    }

    /** Options without a command are options of {@code serve}. */
    private static String[] withCommand(CommandLine line, String[] arguments) {
        boolean named = arguments.length > 0
                && (line.getSubcommands().containsKey(arguments[0])
                        || line.getCommandSpec().optionsMap().containsKey(arguments[0]));
        if (named) {
            return arguments;
        }
        String[] served = new String[arguments.length + 1];
        served[0] = SERVE;
        System.arraycopy(arguments, 0, served, 1, arguments.length);
        return served;
    }

    /** Two lines, as in the other commands: the whole usage would scroll the error off the screen. */
    private static int misused(ParameterException e, String[] arguments) {
        CommandLine line = e.getCommandLine();
        line.getErr().println("envdrift-server: error: " + e.getMessage());
        line.getErr()
                .println("envdrift-server: hint: run '" + line.getCommandSpec().qualifiedName() + " --help'");
        line.getErr().flush();
        return ExitCode.USAGE;
    }

    private static int fail(Exception failure, CommandLine line, ParseResult parsed) throws Exception {
        if (!(failure instanceof EnvdriftException known)) {
            throw failure;
        }
        PrintWriter err = line.getErr();
        err.println("envdrift-server: error: " + known.getMessage() + " ["
                + known.code().id() + "]");
        known.hint().ifPresent(hint -> err.println("envdrift-server: hint: " + hint));
        err.flush();
        return known.code() == ErrorCode.USAGE ? ExitCode.USAGE : ExitCode.SOFTWARE;
    }
}

package io.envdrift.cli.vaultenv;

import io.envdrift.cli.ExitCode;
import io.envdrift.cli.Host;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that has commands of its own and does nothing without one but show its help. */
abstract class CommandGroup implements Callable<Integer> {
    private final Host host;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    CommandGroup(Host host) {
        this.host = host;
    }

    /** Prints the help; that is no failure, as in the original. */
    @Override
    public final Integer call() {
        spec.commandLine().usage(host.out(), CommandLine.Help.Ansi.OFF);
        return ExitCode.OK.status();
    }
}

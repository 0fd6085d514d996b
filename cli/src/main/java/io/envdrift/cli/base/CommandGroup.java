package io.envdrift.cli.base;

import io.envdrift.cli.render.ExitCode;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** A command that has commands of its own and does nothing without one but show its help. */
public abstract class CommandGroup implements DescribedCommand {
    /** The machine. */
    protected final Host host;

    private CommandSpec spec = CommandSpec.create();

    /** Creates a group for a machine. */
    protected CommandGroup(Host host) {
        this.host = host;
    }

    @Override
    public void declare(CommandOptions options) {
        spec = options.spec();
    }

    /** Prints the help; that is no failure, as in the original. */
    @Override
    public Integer call() {
        spec.commandLine().usage(host.out(), CommandLine.Help.Ansi.OFF);
        return ExitCode.OK.status();
    }
}

package io.envdrift.cli.vaultenv;

import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.DescribedCommand;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.render.ExitCode;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** A command that has commands of its own and does nothing without one but show its help. */
abstract class CommandGroup implements DescribedCommand {
    final Host host;

    private CommandSpec spec = CommandSpec.create();

    CommandGroup(Host host) {
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

package io.envdrift.cli.base;

import java.util.List;
import java.util.concurrent.Callable;

/** A command that says what it is called, what its help tells, and which options it has; {@code call} does its work. */
public interface DescribedCommand extends Callable<Integer> {
    /** Returns what the help says of this command; costs nothing, so that a list of commands needs no more. */
    Outline outline();

    /** Declares the options and arguments, in the order of the manual. */
    void declare(CommandOptions options);

    /** Returns the commands below this one. */
    default List<DescribedCommand> subcommands() {
        return List.of();
    }
}

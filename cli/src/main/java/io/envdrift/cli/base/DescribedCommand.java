package io.envdrift.cli.base;

import java.util.List;
import java.util.concurrent.Callable;

/** A command that declares its name, help and options; {@code call} does its work. */
public interface DescribedCommand extends Callable<Integer> {
    /** Returns the command's name and help. It is cheap, so that the list of commands needs nothing else. */
    Outline outline();

    /** Declares the options and arguments, in the order of the manual. */
    void declare(CommandOptions options);

    /** Returns the commands below this one. */
    default List<DescribedCommand> subcommands() {
        return List.of();
    }
}

package io.envdrift.cli.base;

import io.envdrift.cli.render.ExitCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** A command with subcommands; without a subcommand it shows its help. */
public abstract class CommandGroup implements DescribedCommand {
    /** The machine. */
    protected final Host host;

    private final Outline outline;
    private final String named;
    private final Map<String, Supplier<DescribedCommand>> commands = new LinkedHashMap<>();
    private CommandSpec spec = CommandSpec.create();

    /** Creates a group for a machine. */
    protected CommandGroup(Host host, Outline outline) {
        this(host, outline, "");
    }

    /**
     * Creates a group for a machine.
     *
     * @param named the command below it that will run; only that one is built, or all when there is none of that name
     */
    protected CommandGroup(Host host, Outline outline, String named) {
        this.host = host;
        this.outline = outline;
        this.named = named;
    }

    /** Adds a command; the help lists them in this order. */
    protected final void add(String name, Supplier<DescribedCommand> command) {
        commands.put(name, command);
    }

    @Override
    public final Outline outline() {
        return outline;
    }

    @Override
    public final List<DescribedCommand> subcommands() {
        Supplier<DescribedCommand> one = commands.get(named);
        return one != null
                ? List.of(one.get())
                : commands.values().stream().map(Supplier::get).toList();
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

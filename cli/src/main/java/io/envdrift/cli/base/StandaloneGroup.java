package io.envdrift.cli.base;

import io.envdrift.cli.render.ExitCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A group that is also a command line of its own, as {@code vault-env …} is: it has {@code --version}. */
public abstract class StandaloneGroup extends CommandGroup {
    private final Map<String, Supplier<DescribedCommand>> commands = new LinkedHashMap<>();
    private final String named;
    private boolean version;

    /**
     * Creates the group for a machine.
     *
     * @param named the command below it that will run; only that one is built, or all when there is none of that name
     */
    protected StandaloneGroup(Host host, String named) {
        super(host);
        this.named = named;
    }

    /** Adds a command; the help lists them in this order. */
    protected final void add(String name, Supplier<DescribedCommand> command) {
        commands.put(name, command);
    }

    @Override
    public void declare(CommandOptions options) {
        super.declare(options);
        options.flag("-V, --version", "Print the version.", on -> version = on);
    }

    @Override
    public Integer call() {
        if (!version) {
            return super.call();
        }
        host.out().println(Version.line());
        return ExitCode.OK.status();
    }

    @Override
    public List<DescribedCommand> subcommands() {
        Supplier<DescribedCommand> one = commands.get(named);
        return one != null
                ? List.of(one.get())
                : commands.values().stream().map(Supplier::get).toList();
    }
}

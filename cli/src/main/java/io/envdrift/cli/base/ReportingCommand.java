package io.envdrift.cli.base;

/** A command that does its work on this machine, and reports. */
public abstract class ReportingCommand implements DescribedCommand {
    /** The machine. */
    protected final Host host;

    /** How the command talks. */
    protected final OutputOptions output = new OutputOptions();

    private final String group;

    /** Creates a command of the program itself for a machine. */
    protected ReportingCommand(Host host) {
        this(host, "");
    }

    /**
     * Creates a command for a machine.
     *
     * @param group what stands before the command's name in reports, as in {@code git}; empty for nothing
     */
    protected ReportingCommand(Host host, String group) {
        this.host = host;
        this.group = group;
    }

    @Override
    public void declare(CommandOptions options) {
        output.declare(options);
    }

    @Override
    public final Integer call() {
        Reporter reporter = prepared(new Reporter(host, name(), output));
        return reporter.run(() -> work(reporter));
    }

    /** Returns the command's name in reports. */
    protected final String name() {
        String name = outline().name();
        return group.isEmpty() ? name : group + " " + name;
    }

    /** Returns a reporter that knows what the options of the command say about reports. */
    protected Reporter prepared(Reporter reporter) {
        return reporter;
    }

    /** Does what the command is for. */
    protected abstract Reporter.Result work(Reporter reporter);

    /** Returns the machine as the options have it. */
    protected Host machine() {
        return output.machine(host);
    }
}

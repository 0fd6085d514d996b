package io.envdrift.cli.base;

/** A command that does its work on this machine, and reports. */
public abstract class ReportingCommand implements DescribedCommand {
    /** The machine. */
    protected final Host host;

    /** The options for output. */
    protected final OutputOptions output = new OutputOptions();

    private final String group;
    private final Outline outline;

    /** Creates a command of the program itself for a machine. */
    protected ReportingCommand(Host host, Outline outline) {
        this(host, "", outline);
    }

    /**
     * Creates a command for a machine.
     *
     * @param group what stands before the command's name in reports, as in {@code git}; empty for nothing
     */
    protected ReportingCommand(Host host, String group, Outline outline) {
        this.host = host;
        this.group = group;
        this.outline = outline;
    }

    @Override
    public final Outline outline() {
        return outline;
    }

    @Override
    public void declare(CommandOptions options) {
        output.declare(options);
    }

    @Override
    public final Integer call() {
        String name = group.isEmpty() ? outline.name() : group + " " + outline.name();
        Reporter reporter = prepared(new Reporter(host, name, output));
        return reporter.run(() -> work(reporter));
    }

    /** Returns a reporter with the command's options for reports. */
    protected Reporter prepared(Reporter reporter) {
        return reporter;
    }

    /** Does the command's work. */
    protected abstract Reporter.Result work(Reporter reporter);

    /** Returns the machine as the options have it. */
    protected Host machine() {
        return output.machine(host);
    }
}

package io.envdrift.cli.base;

import io.envdrift.cli.render.ExitCode;

/** A group that is also a command line of its own, as {@code vault-env …} is: it has {@code --version}. */
public abstract class StandaloneGroup extends CommandGroup {
    private boolean version;

    /**
     * Creates the group for a machine.
     *
     * @param named the command below it that will run; only that one is built, or all when there is none of that name
     */
    protected StandaloneGroup(Host host, Outline outline, String named) {
        super(host, outline, named);
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
}

package io.envdrift.cli.command;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.cli.Host;
import io.envdrift.cli.OutputOptions;
import io.envdrift.cli.Reporter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Unmatched;

/** A command of the Python tool that this port leaves out: it says so and fails, so that no script goes on. */
@Command(hidden = true, description = "A command of the Python tool that is not part of this port.")
public final class NotPortedCommand implements Callable<Integer> {
    /** The commands that are left out. */
    public static final List<String> NAMES = List.of("push", "pull-partial", "validate", "guard", "agent", "install");

    private final Host host;
    private final String name;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Parameters(arity = "0..*", hidden = true)
    private List<String> arguments = new ArrayList<>();

    @Unmatched
    private List<String> unmatched = new ArrayList<>();

    /** Creates the command for a machine. */
    public NotPortedCommand(Host host, String name) {
        this.host = host;
        this.name = name;
    }

    @Override
    public Integer call() {
        return new Reporter(host, name, output, false).run(() -> {
            throw notPorted(name);
        });
    }

    static EnvdriftException notPorted(String what) {
        return new EnvdriftException(
                ErrorCode.NOT_PORTED,
                "'" + what + "' is not part of envdrift for Java",
                "see docs/compatibility.md for what to use instead");
    }
}

package io.envdrift.cli.base;

import io.envdrift.cli.render.Report;
import io.envdrift.cli.render.Row;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * A command that calls a server: parses, runs one workflow of a client library, and reports.
 *
 * @param <S> what the workflows of that server need
 */
public abstract class ServerAction<S extends ServerSession> implements DescribedCommand {
    private final Host host;
    private final String program;
    private final ServerOptions server;
    private final OutputOptions output = new OutputOptions();
    private @Nullable CommandSpec spec;

    /**
     * Creates a command.
     *
     * @param program what stands before the command's name in reports, as in {@code vault-env}
     */
    protected ServerAction(Host host, String program, ServerOptions server) {
        this.host = host;
        this.program = program;
        this.server = server;
    }

    @Override
    public void declare(CommandOptions options) {
        spec = options.spec();
        server.declare(options);
        declareOutput(options, output);
    }

    /** Adds the options about the output; a command whose data has forms of its own declares these instead. */
    protected void declareOutput(CommandOptions options, OutputOptions declared) {
        declared.declare(options);
    }

    @Override
    public final Integer call() {
        Reporter reporter = new Reporter(host, name(), output);
        return reporter.run(() -> {
            try (S session = open(output.machine(host), reporter, server)) {
                return run(session);
            }
        });
    }

    /** Prepares calls; contacts nobody. */
    protected abstract S open(Host machine, Reporter reporter, ServerOptions options);

    /** Does what the command is for. */
    protected abstract Reporter.Result run(S session);

    /** Returns a success that is told by lines which stand for themselves. */
    protected final Reporter.Result done(List<Row> lines) {
        return new Reporter.Result(report().section(Report.Section.messages(lines)), true);
    }

    /** Returns an empty report of this command. */
    protected final Report report() {
        return new Report(name());
    }

    /** Names the groups in between as well: one program may have several commands called list. */
    private String name() {
        String name = outline().name();
        CommandSpec group = spec == null ? null : spec.parent();
        while (group != null && group.parent() != null && !group.name().equals(program)) {
            name = group.name() + " " + name;
            group = group.parent();
        }
        return program + " " + name;
    }
}

package io.envdrift.cli.base;

import io.envdrift.base.Secret;
import io.envdrift.cli.render.Escaping;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Report;
import io.envdrift.cli.render.Row;
import io.envdrift.json.JsonStyle;
import io.envdrift.json.JsonWriter;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * A command that calls a server: parses, runs one workflow of a client library, and reports.
 *
 * @param <S> the session with that server
 */
public abstract class ServerAction<S extends ServerSession> implements DescribedCommand {
    private final Host host;
    private final Outline outline;
    private final String program;
    private final ServerOptions server;
    private final OutputOptions output = new OutputOptions();
    private @Nullable CommandSpec spec;

    /**
     * Creates a command.
     *
     * @param program what stands before the command's name in reports, as in {@code vault-env}
     */
    protected ServerAction(Host host, Outline outline, String program, ServerOptions server) {
        this.host = host;
        this.outline = outline;
        this.program = program;
        this.server = server;
    }

    @Override
    public final Outline outline() {
        return outline;
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

    /** Prepares calls; connects to nothing. */
    protected abstract S open(Host machine, Reporter reporter, ServerOptions options);

    /** Does the command's work. */
    protected abstract Reporter.Result run(S session);

    /** Returns a success that consists of plain lines. */
    protected final Reporter.Result done(List<Row> lines) {
        return new Reporter.Result(report().section(Report.Section.messages(lines)), true);
    }

    /** Returns a success that lists something, a line for each. */
    protected final <T> Reporter.Result listed(List<T> entries, Function<T, Row> line, String ifNone) {
        return done(
                entries.isEmpty()
                        ? List.of(Row.line(Level.PLAIN, ifNone, Map.of()))
                        : entries.stream().map(line).toList());
    }

    /**
     * Prints data and nothing else.
     *
     * @param json what is printed where JSON is asked for
     * @param text what is printed else, as it is; some data has no such form
     */
    protected final Reporter.Result printed(S session, Object json, Supplier<String> text) {
        if (session.isJson()) {
            JsonWriter.print(session.host().out(), json, JsonStyle.COMPACT);
        } else {
            session.print(text.get());
        }
        return Reporter.Result.printed();
    }

    /**
     * Prints a secret that is shown once: the secret alone on standard output, its description on standard error.
     *
     * @param what may hold words of the server
     */
    protected final Reporter.Result printedOnce(S session, Secret secret, String what, Object json) {
        if (!session.isJson()) {
            session.host().err().println(Escaping.text(what));
        }
        return printed(session, json, () -> secret.reveal() + "\n");
    }

    /** Returns an empty report of this command. */
    protected final Report report() {
        return new Report(name());
    }

    /** The name includes the groups in between: one program may have several commands called list. */
    private String name() {
        String name = outline.name();
        CommandSpec group = spec == null ? null : spec.parent();
        while (group != null && group.parent() != null && !group.name().equals(program)) {
            name = group.name() + " " + name;
            group = group.parent();
        }
        return program + " " + name;
    }
}

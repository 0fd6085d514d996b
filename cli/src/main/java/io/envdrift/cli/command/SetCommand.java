package io.envdrift.cli.command;

import io.envdrift.base.Secret;
import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.FilteredRewrite;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.OptionalProject;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.ProjectCommand;
import io.envdrift.cli.base.ProjectOpener;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.base.SecretArgument;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Report;
import io.envdrift.cli.render.Row;
import io.envdrift.workflow.files.SetVariable;
import io.envdrift.workflow.keys.OwnedFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code envdrift set}: one encrypted value. */
public final class SetCommand extends ProjectCommand {
    private String name = "";
    private @Nullable String source;
    private Path file = Path.of(".env");

    /** Creates the command for a machine. */
    public SetCommand(Host host) {
        super(
                host,
                Outline.of("set", "Set one value of an env file, encrypted; nothing else in the file changes.")
                        .footer(
                                "",
                                "Examples:",
                                "  envdrift set API_TOKEN -f .env.production          asks for the value, without echo",
                                "  echo \"$TOKEN\" | envdrift set API_TOKEN            reads standard input",
                                "  envdrift set TLS_KEY @server.key                   reads a file"));
    }

    @Override
    public void declare(CommandOptions options) {
        options.argument(
                "KEY", "The variable; one that ends in _PLAIN stays plaintext.", String.class, text -> name = text);
        options.optionalArgument(
                "@FILE",
                "Read the value from this file; '-' for standard input. Without it: a prompt on a terminal,"
                        + " else standard input. Any other text is the value itself, which others can see.",
                String.class,
                text -> source = text);
        options.value("-f, --env-file", "FILE", "Env file (default: .env).", Path.class, given -> file = given)
                .defaultValue(".env");
        declareProject(options);
    }

    @Override
    protected Reporter.Result work(Reporter reporter) {
        ProjectOpener opener = new ProjectOpener(machine());
        try (OptionalProject project = openIfPresent(opener, reporter)) {
            OwnedFile owned = owned(project.config(), file, OwnedFile.Named.TO_WRITE);
            Secret value = value(reporter);
            SetVariable.Outcome outcome = FilteredRewrite.during(
                    host,
                    reporter,
                    owned.file()::equals,
                    () -> new SetVariable(opener.ports(), project.project()).run(owned, name, value));
            Row row = row(outcome);
            return new Reporter.Result(Report.of("set", List.of(row)), true);
        }
    }

    private Row row(SetVariable.Outcome outcome) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("file", file.toString());
        fields.put("name", name);
        fields.put("status", outcome.added() ? "added" : "changed");
        fields.put("notes", outcome.notes());
        return Row.of(Level.GOOD, "[OK]", (outcome.added() ? "Added " : "Changed ") + name + " in " + file, fields)
                .below(outcome.notes())
                .at(file.toString(), 0);
    }

    private Secret value(Reporter reporter) {
        return new SecretArgument(machine(), reporter).value(Optional.ofNullable(source), name);
    }
}

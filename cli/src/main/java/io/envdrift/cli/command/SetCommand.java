package io.envdrift.cli.command;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.DescribedCommand;
import io.envdrift.cli.base.FilteredRewrite;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.OutputOptions;
import io.envdrift.cli.base.ProjectOpener;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.base.SecretArgument;
import io.envdrift.cli.base.VaultOptions;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Report;
import io.envdrift.cli.render.Row;
import io.envdrift.workflow.Project;
import io.envdrift.workflow.files.SetVariable;
import io.envdrift.workflow.keys.OwnedFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code envdrift set}: one encrypted value. */
public final class SetCommand implements DescribedCommand {
    private final Host host;
    private String name = "";
    private @Nullable String source;
    private Path file = Path.of(".env");
    private final VaultOptions.ConfigOption config = new VaultOptions.ConfigOption();
    private final VaultOptions vault = new VaultOptions();
    private final OutputOptions output = new OutputOptions();

    /** Creates the command for a machine. */
    public SetCommand(Host host) {
        this.host = host;
    }

    @Override
    public Outline outline() {
        return Outline.of("set", "Set one value of an env file, encrypted; nothing else in the file changes.")
                .footer(
                        "",
                        "Examples:",
                        "  envdrift set API_TOKEN -f .env.production          asks for the value, without echo",
                        "  echo \"$TOKEN\" | envdrift set API_TOKEN            reads standard input",
                        "  envdrift set TLS_KEY @server.key                   reads a file");
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
        config.declare(options);
        vault.declare(options);
        output.declare(options);
    }

    @Override
    public Integer call() {
        Reporter reporter = new Reporter(host, "set", output).given(config, vault, null);
        return reporter.run(() -> {
            ProjectOpener opener = new ProjectOpener(config.machine(output.machine(host)));
            Optional<ProjectOpener.Opened> opened = opener.openIfPresent(config.path(), vault);
            try {
                opened.ifPresent(found -> reporter.warn(found.warnings()));
                Optional<Project> project = opened.map(ProjectOpener.Opened::project);
                OwnedFile owned = OwnedFile.of(
                        host.workingDirectory().resolve(file), project.map(Project::config), OwnedFile.Named.TO_WRITE);
                Secret value = value(reporter);
                SetVariable.Outcome outcome = FilteredRewrite.during(
                        host,
                        reporter,
                        owned.file()::equals,
                        () -> new SetVariable(opener.ports(), project).run(owned, name, value));
                Row row = row(outcome);
                return new Reporter.Result(new Report("set").section(Report.Section.messages(List.of(row))), true);
            } finally {
                opened.ifPresent(ProjectOpener.Opened::close);
            }
        });
    }

    private Row row(SetVariable.Outcome outcome) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("file", file.toString());
        fields.put("name", name);
        fields.put("status", outcome.added() ? "added" : "changed");
        fields.put("notes", outcome.notes());
        return new Row(
                Level.GOOD,
                "[OK]",
                (outcome.added() ? "Added " : "Changed ") + name + " in " + file,
                outcome.notes(),
                fields,
                Optional.of(new Row.Place(file.toString(), 0)));
    }

    private Secret value(Reporter reporter) {
        Optional<Host.Terminal> terminal = config.machine(output.machine(host)).terminal();
        if (source == null && terminal.isPresent()) {
            return terminal.get()
                    .askSecret("Value of " + name + ": ")
                    .orElseThrow(() ->
                            new EnvdriftException(ErrorCode.CONFIRMATION_NEEDED, "No value was given for " + name));
        }
        Secret given = new SecretArgument(host, reporter)
                .read(Optional.ofNullable(source).orElse("-"));
        if (source == null && given.isEmpty()) {
            // A job without standard input must not empty a variable.
            throw new EnvdriftException(
                    ErrorCode.CONFIRMATION_NEEDED,
                    "No value was given for " + name + ": standard input is empty",
                    "pass '' where the value is to be empty");
        }
        return given;
    }
}

package io.envdrift.cli.levels;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.cli.base.CallerLocale;
import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.DescribedCommand;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.OutputOptions;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.base.ServerOptions;
import io.envdrift.levels.PulledLevels;
import io.envdrift.levels.protocol.LevelPath;
import io.envdrift.process.ChildEnvironment;
import io.envdrift.process.ChildStarter;
import io.envdrift.workflow.files.LoaderVariables;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code levels run}: a command with the values of a path, as {@code envdrift run} has those of files. */
final class RunWithLevelsCommand implements DescribedCommand {
    private final Host host;
    private final ChildStarter children;
    private final ServerOptions server =
            new ServerOptions("DOTENV_API_URL, else https://api.dotenv.cloud", "https://levels.example.com");
    private final LevelsOptions options = new LevelsOptions();
    private final Resolution resolution = new Resolution();
    private final OutputOptions output = new OutputOptions();
    private String path = "";
    private List<String> command = List.of();
    private boolean override;
    private List<String> allowed = List.of();

    RunWithLevelsCommand(Host host, ChildStarter children) {
        this.host = host;
        this.children = children;
    }

    @Override
    public Outline outline() {
        return Outline.of(
                        "run",
                        "Run a command with the values of a path; nothing is written.",
                        "References between the values are resolved. The token and the client key do not reach the"
                                + " command.")
                .footer(
                        "",
                        "Signals and the exit code are the command's; 127 when there is no such command.",
                        "",
                        "Example:",
                        "  levels run acme/backend/production -- ./server");
    }

    @Override
    public void declare(CommandOptions declared) {
        declared.argument("PATH", "PROJECT[/TARGET[/ENVIRONMENT]]", String.class, text -> path = text);
        declared.arguments(
                        "1..*",
                        "CMD",
                        "The command and its arguments, behind '--'.",
                        String.class,
                        given -> command = given)
                .index("1..*");
        declared.flag("-o, --override", "The values win over the process environment.", on -> override = on);
        declared.values(
                "--allow",
                "NAME",
                "The values may set this variable although it loads code into the command (such as LD_PRELOAD,"
                        + " BASH_ENV); may repeat.",
                String.class,
                given -> allowed = given);
        resolution.declare(declared);
        options.declare(declared);
        server.declare(declared);
        output.declare(declared);
    }

    @Override
    public Integer call() {
        Reporter reporter = new Reporter(host, "levels run", output).withoutSummary();
        return reporter.run(() -> {
            LevelPath level = LevelPath.parse(path);
            ChildEnvironment environment;
            try (LevelsSession session = new LevelsSession(
                    output.machine(host), reporter, server.address(), server.timeout(), options, Optional.empty())) {
                PulledLevels pulled = session.levels().pull(level);
                environment = environment(reporter, resolution.resolved(session, pulled));
            }
            host.out().flush();
            return Reporter.Result.ended(children.run(command, environment, host.workingDirectory()));
        });
    }

    private ChildEnvironment environment(Reporter reporter, Map<String, String> values) {
        Map<String, String> given = new HashMap<>(values);
        given.keySet().removeIf(LevelsVariables::isOwn);
        if (!override) {
            given.keySet().removeAll(host.environment().keySet());
        }
        given.forEach((name, value) -> {
            if (value.indexOf('\0') >= 0) {
                throw new EnvdriftException(
                        ErrorCode.UNSUITABLE_FILE,
                        name + " holds a NUL character, which no environment variable can",
                        "encode the value, for example in base64");
            }
        });
        Map<String, String> changed = new HashMap<>(given);
        changed.entrySet()
                .removeIf(each -> each.getValue().equals(host.environment().get(each.getKey())));
        reporter.warn(LoaderVariables.check(changed, Set.copyOf(allowed)).stream()
                .map(name -> name + " comes from the levels and can make the command run other code; --allow " + name
                        + " silences this")
                .toList());
        Set<String> keptBack = new HashSet<>(host.environment().keySet());
        keptBack.removeIf(name -> !LevelsVariables.isOwn(name));
        return CallerLocale.restoredIn(new ChildEnvironment(given, keptBack), host.environment());
    }
}

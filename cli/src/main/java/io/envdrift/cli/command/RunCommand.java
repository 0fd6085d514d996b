package io.envdrift.cli.command;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.cli.base.CallerLocale;
import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.OptionalProject;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.ProjectCommand;
import io.envdrift.cli.base.Reporter;
import io.envdrift.config.SyncSettings;
import io.envdrift.process.ChildEnvironment;
import io.envdrift.process.ChildStarter;
import io.envdrift.process.WatchedChild;
import io.envdrift.workflow.files.ChosenFiles;
import io.envdrift.workflow.files.ReadVariables;
import io.envdrift.workflow.keys.OwnedFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code envdrift run}: a command with the decrypted variables in its environment, and nowhere else. */
public final class RunCommand extends ProjectCommand {
    private final ChildStarter children;
    private List<String> command = List.of();
    private @Nullable String environment;
    private List<Path> files = List.of();
    private boolean override;
    private boolean watch;
    private List<String> allowed = List.of();

    /** Creates the command for a machine. */
    public RunCommand(Host host, ChildStarter children) {
        super(
                host,
                Outline.of("run", "Run a command with decrypted variables; nothing is written.")
                        .footer(
                                "",
                                "Signals and the exit code are the command's; 127 when there is no such command.",
                                "",
                                "Examples:",
                                "  envdrift run -- ./server                       .env, or the mapping of this folder",
                                "  envdrift run -e production -- ./server",
                                "  envdrift run -f .env -f .env.local -- npm start    later files win",
                                "  envdrift run --watch -- ./server               restart when a file or key changes"));
        this.children = children;
    }

    @Override
    public void declare(CommandOptions options) {
        options.arguments("1..*", "CMD", "The command and its arguments.", String.class, given -> command = given);
        // Words after the command are arguments of that command, also when they look like options.
        options.spec().parser().stopAtPositional(true);
        options.value(
                "-e, --env",
                "ENV",
                "The environment: its mapping's file, else .env.<ENV>.",
                text -> environment = text);
        declareProfile(options, "The mappings of this profile.");
        options.values(
                "-f, --env-file",
                "FILE",
                "Env file; may repeat, and the last one wins.",
                Path.class,
                given -> files = given);
        options.flag("-o, --override", "The files win over the process environment.", on -> override = on);
        options.values(
                "--allow",
                "NAME",
                "The files may set this variable although it loads code into the command (such as LD_PRELOAD,"
                        + " BASH_ENV); may repeat.",
                String.class,
                given -> allowed = given);
        options.flag(
                "--watch",
                "Restart the command when a file or key changes. Signals are handed on to it, but for QUIT: send that"
                        + " to the command itself.",
                on -> watch = on);
        declareProject(options);
    }

    @Override
    protected Reporter.Result work(Reporter reporter) {
        reporter.withoutSummary();
        ChildEnvironment given;
        try (OptionalProject project = openIfPresent(reporter)) {
            List<OwnedFile> owned = owned(project);
            if (watch) {
                WatchedChild child = new WatchedChild(
                        command, host.workingDirectory(), () -> read(project, owned, reporter), reporter::warn);
                return Reporter.Result.ended(child.run(watched(owned)));
            }
            given = read(project, owned, reporter);
        }
        host.out().flush();
        return Reporter.Result.ended(children.run(command, given, host.workingDirectory()));
    }

    private List<OwnedFile> owned(OptionalProject project) {
        if (!files.isEmpty() && (environment != null || profile().isPresent())) {
            throw new EnvdriftException(
                    ErrorCode.USAGE, "-f names the files; -e and --profile choose them", "use one or the other");
        }
        List<Path> named = files.isEmpty()
                ? new ChosenFiles(Optional.ofNullable(environment), profile())
                        .find(host.workingDirectory(), project.config())
                : files;
        OwnedFile.Named by = files.isEmpty() ? OwnedFile.Named.BY_DEFAULT : OwnedFile.Named.TO_READ;
        return named.stream().map(file -> owned(project.config(), file, by)).toList();
    }

    private ChildEnvironment read(OptionalProject project, List<OwnedFile> owned, Reporter reporter) {
        ReadVariables.Result read = new ReadVariables(keys(project), Set.copyOf(allowed), reporter::warn)
                .run(owned, host.environment(), override);
        reporter.warn(read.warned().stream()
                .map(name -> name + " comes from an env file and can make the command run other code; --allow " + name
                        + " silences this")
                .toList());
        return CallerLocale.restoredIn(read.environment(), host.environment());
    }

    private List<Path> watched(List<OwnedFile> owned) {
        List<Path> watched = new ArrayList<>();
        watched.add(host.workingDirectory().resolve(SyncSettings.DEFAULT_KEYS_FILENAME));
        owned.forEach(file -> {
            watched.add(file.file());
            watched.add(file.keysFile());
        });
        return watched;
    }
}

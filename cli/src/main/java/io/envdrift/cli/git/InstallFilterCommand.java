package io.envdrift.cli.git;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.FilteredClone;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.ProjectCommand;
import io.envdrift.cli.base.ProjectOpener;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.command.FilePresenter;
import io.envdrift.cli.render.Fields;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Report;
import io.envdrift.cli.render.Row;
import io.envdrift.git.FilteredFiles;
import io.envdrift.git.GitDirectory;
import io.envdrift.workflow.files.FileOutcome;
import io.envdrift.workflow.gitfilter.InstallFilter;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code envdrift git install}: from now on git sees the env files of this clone encrypted. */
final class InstallFilterCommand extends ProjectCommand {
    private static final String PROGRAM = "envdrift";

    private boolean shared;
    private boolean showValues;
    private @Nullable Path program;

    InstallFilterCommand(Host host) {
        super(
                host,
                "git",
                Outline.of(
                                "install",
                                "Let git see the env files of this clone encrypted, whatever the work tree holds.")
                        .footer(
                                "",
                                "Sets a filter, a diff driver and a merge driver in the clone's own configuration,"
                                        + " attributes for",
                                "the files of all mappings, and hooks. The list of files changes only with 'git"
                                        + " refresh', 'pull'",
                                "and 'sync'. Nothing of it is in the repository, unless --shared puts the attributes"
                                        + " there.",
                                "",
                                "Examples:",
                                "  envdrift git install && envdrift pull"));
    }

    @Override
    public void declare(CommandOptions options) {
        config.declare(options);
        options.flag("--shared", "Put the attributes into .gitattributes as well, to be committed.", on -> shared = on);
        options.flag("--show-values", "Let 'git diff' and 'git log -p' show values here.", on -> showValues = on);
        options.value(
                "--program",
                "FILE",
                "The program that git starts (default: envdrift, found on PATH).",
                Path.class,
                given -> program = given);
        output.declare(options);
    }

    @Override
    protected Reporter.Result work(Reporter reporter) {
        GitDirectory git = FilteredClone.directory(host);
        try (ProjectOpener.Opened opened = open(reporter)) {
            InstallFilter.Listed listed = new InstallFilter(opened.project(), git).run(programForShell(), extras());
            boolean complete = listed.leftOut().values().stream().noneMatch(FileOutcome::isError);
            return new Reporter.Result(report(git, listed, complete), complete);
        }
    }

    private Set<InstallFilter.Extra> extras() {
        Set<InstallFilter.Extra> extras = EnumSet.noneOf(InstallFilter.Extra.class);
        if (shared) {
            extras.add(InstallFilter.Extra.SHARED);
        }
        if (showValues) {
            extras.add(InstallFilter.Extra.SHOW_VALUES);
        }
        return extras;
    }

    private String programForShell() {
        if (program != null) {
            Path file = host.workingDirectory().resolve(program).normalize();
            if (!Files.isExecutable(file)) {
                throw new EnvdriftException(
                        ErrorCode.FILE_NOT_FOUND, file + " is no program", "name envdrift's launcher");
            }
            return "'" + file.toString().replace("'", "'\\''") + "'";
        }
        boolean found = Arrays.stream(
                        host.environment().getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(directory -> !directory.isEmpty())
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, PROGRAM)));
        if (!found) {
            throw new EnvdriftException(
                    ErrorCode.FILE_NOT_FOUND,
                    "git would not find envdrift: it is not on PATH",
                    "put it there, or name it with --program");
        }
        return PROGRAM;
    }

    private static Report report(GitDirectory git, InstallFilter.Listed listed, boolean complete) {
        FilteredFiles files = listed.files();
        List<Row> rows = new ArrayList<>();
        for (FilteredFiles.Entry file : files.files()) {
            Map<String, Object> fields = Fields.of("file", file.path(), "status", "filtered");
            rows.add(Row.of(Level.GOOD, "+", file.path(), fields));
        }
        listed.leftOut().forEach((file, reason) -> rows.add(FilePresenter.row(file, reason)));
        Report report = new Report("git install")
                .title("Git sees these files encrypted in this clone")
                .section(new Report.Section(
                        "", rows, "Git", Map.of("Files", files.files().size())));
        if (files.isUmaskWide(git)) {
            report.close(
                    Level.WARNING,
                    "[WARN] git writes files that others can read (umask); hooks narrow them after a checkout or a"
                            + " merge. Safer: umask 077");
        }
        return complete
                ? report.close(Level.GOOD, "[OK] Installed. Next: envdrift pull")
                : report.close(
                        Level.ERROR, "Installed, but git sees the files of some mappings as they are, see above");
    }
}

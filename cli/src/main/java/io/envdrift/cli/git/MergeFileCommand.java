package io.envdrift.cli.git;

import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.FilteredClone;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.base.ReportingCommand;
import io.envdrift.cli.render.ExitCode;
import io.envdrift.files.FileAccess;
import io.envdrift.files.FileSnapshot;
import io.envdrift.git.FilteredFiles;
import io.envdrift.workflow.gitfilter.MergeFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code envdrift git merge-file}: what git starts to merge a file that both sides changed. */
final class MergeFileCommand extends ReportingCommand {
    private static final int ARGUMENTS = 5;

    private List<String> arguments = List.of();

    MergeFileCommand(Host host) {
        super(
                host,
                "git",
                Outline.of("merge-file", "What git starts to merge a file by variable.")
                        .hide());
    }

    @Override
    public void declare(CommandOptions options) {
        options.arguments(
                String.valueOf(ARGUMENTS),
                "ARGUMENT",
                "Base, ours, theirs, the length of markers, and the path.",
                String.class,
                given -> arguments = given);
        output.declare(options);
    }

    @Override
    protected Reporter.Result work(Reporter reporter) {
        try (FilteredClone clone = FilteredClone.of(host)) {
            Path ours = file(1);
            String path = arguments.getLast();
            Optional<FilteredFiles.Entry> entry =
                    Optional.ofNullable(clone.files().byPath().get(path));
            MergeFiles.Result result = new MergeFiles(
                            clone.files(),
                            clone.keys(),
                            clone.cipher(),
                            clone.memory(),
                            clone.ports().random())
                    .run(entry, content(file(0)), content(ours), content(file(2)));
            clone.ports().files().write(ours, result.content(), FileAccess.USUAL);
            if (!result.conflicts().isEmpty()) {
                reporter.warn(List.of(path + ": both sides changed " + String.join(", ", result.conflicts())));
            }
            result.whole().ifPresent(reason -> reporter.warn(List.of(path + ": not merged by variable: " + reason)));
            return Reporter.Result.ended(ExitCode.of(result.isClean()).status());
        }
    }

    private Path file(int argument) {
        return host.workingDirectory().resolve(arguments.get(argument));
    }

    private static byte[] content(Path file) {
        return FileSnapshot.of(file).content().orElse(new byte[0]);
    }
}

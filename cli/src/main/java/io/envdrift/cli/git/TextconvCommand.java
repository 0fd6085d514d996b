package io.envdrift.cli.git;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.FilteredClone;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.base.ReportingCommand;
import io.envdrift.files.FileSnapshot;
import io.envdrift.workflow.gitfilter.TextConversion;
import java.nio.file.Path;

/** {@code envdrift git textconv}: what git starts to compare a file. */
final class TextconvCommand extends ReportingCommand {
    private Path file = Path.of("");
    private boolean showValues;

    TextconvCommand(Host host) {
        super(
                host,
                "git",
                Outline.of("textconv", "What git starts to compare a file: its text, with a digest for each value.")
                        .hide());
    }

    @Override
    public void declare(CommandOptions options) {
        options.argument("FILE", "The file that git made for it.", Path.class, given -> file = given);
        options.flag("--show-values", "Print values instead of digests.", on -> showValues = on);
        output.declare(options);
    }

    @Override
    protected Reporter.Result work(Reporter reporter) {
        try (FilteredClone clone = FilteredClone.of(host)) {
            byte[] content = FileSnapshot.named(host.workingDirectory().resolve(file))
                    .content()
                    .orElseThrow(() -> new EnvdriftException(ErrorCode.FILE_NOT_FOUND, "File not found: " + file));
            byte[] text = new TextConversion(clone.files(), clone.keys(), clone.cipher(), clone.memory())
                    .run(content, showValues);
            host.out().write(text, 0, text.length);
            host.out().flush();
            return Reporter.Result.printed();
        }
    }
}

package io.envdrift.server.command;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.server.operate.AuditReport;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints the audit log. */
@Command(
        name = "audit",
        description = "Print who did what, newest first, one line each, separated by tabs.",
        mixinStandardHelpOptions = true)
final class AuditCommand extends DeskCommand {
    @Option(names = "--project", paramLabel = "ID", description = "Only of this project")
    @Nullable
    String project;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "100", description = "At most so many (default: 100)")
    int limit;

    @Override
    public Integer call() {
        if (limit < 1) {
            throw new EnvdriftException(ErrorCode.USAGE, "--limit must be at least 1");
        }
        return print(AuditReport.lines(settings(), Optional.ofNullable(project), limit));
    }
}

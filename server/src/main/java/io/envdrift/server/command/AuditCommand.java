package io.envdrift.server.command;

import io.envdrift.server.operate.AuditReport;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the audit log. */
@Command(
        name = "audit",
        description = "Print who did what, newest first, one line each, separated by tabs.",
        mixinStandardHelpOptions = true)
final class AuditCommand implements Callable<Integer> {
    @Mixin
    StorageOptions storage = new StorageOptions();

    @Option(names = "--project", paramLabel = "ID", description = "Only of this project")
    @Nullable
    String project;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "100", description = "At most so many (default: 100)")
    int limit;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        AuditReport.lines(storage.settings(), Optional.ofNullable(project), limit)
                .forEach(spec.commandLine().getOut()::println);
        return 0;
    }
}

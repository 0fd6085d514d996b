package io.envdrift.server.command;

import io.envdrift.server.operate.SqliteBackup;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Puts a copy of the database in place. */
@Command(
        name = "restore",
        description = "Put a backup in place, in a data directory that has no database.",
        mixinStandardHelpOptions = true)
final class RestoreCommand extends DeskCommand {
    @Parameters(paramLabel = "FILE", description = "The backup")
    Path file = Path.of("");

    @Override
    public Integer call() {
        SqliteBackup.restore(file, settings());
        return print(List.of("restored to " + settings().file()));
    }
}

package io.envdrift.server.command;

import io.envdrift.server.operate.SqliteBackup;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Copies the database while the server runs. */
@Command(
        name = "backup",
        description = "Make a consistent copy of the SQLite database, also while the server runs.",
        mixinStandardHelpOptions = true)
final class BackupCommand extends DeskCommand {
    @Parameters(paramLabel = "FILE", description = "The copy; it must not exist yet")
    Path file = Path.of("");

    @Override
    public Integer call() {
        SqliteBackup.backUp(settings(), file);
        print(List.of("backed up to " + file));
        return remark("The backup does not contain the master key. Keep a copy of "
                + settings().masterKeyFile() + " at another place: without it the backup is useless.");
    }
}

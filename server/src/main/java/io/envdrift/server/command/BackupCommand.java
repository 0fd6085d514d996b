package io.envdrift.server.command;

import io.envdrift.server.operate.SqliteBackup;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Copies the database while the server runs. */
@Command(
        name = "backup",
        description = "Make a consistent copy of the SQLite database, also while the server runs.",
        mixinStandardHelpOptions = true)
final class BackupCommand implements Callable<Integer> {
    @Mixin
    StorageOptions storage = new StorageOptions();

    @Parameters(paramLabel = "FILE", description = "The copy; it must not exist yet")
    Path file = Path.of("");

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        SqliteBackup.backUp(storage.settings(), file);
        spec.commandLine().getOut().println("backed up to " + file);
        spec.commandLine()
                .getErr()
                .println("The backup does not contain the master key. Keep a copy of "
                        + storage.settings().masterKeyFile() + " at another place: without it the backup is useless.");
        return 0;
    }
}

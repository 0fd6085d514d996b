package io.envdrift.server.command;

import io.envdrift.server.operate.SqliteBackup;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Puts a copy of the database in place. */
@Command(
        name = "restore",
        description = "Put a backup in place, in a data directory that has no database.",
        mixinStandardHelpOptions = true)
final class RestoreCommand implements Callable<Integer> {
    @Mixin
    StorageOptions storage = new StorageOptions();

    @Parameters(paramLabel = "FILE", description = "The backup")
    Path file = Path.of("");

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        SqliteBackup.restore(file, storage.settings());
        spec.commandLine().getOut().println("restored to " + storage.settings().file());
        return 0;
    }
}

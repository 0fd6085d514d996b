package io.envdrift.server.command;

import io.envdrift.base.Secret;
import io.envdrift.server.ServedApi;
import io.envdrift.server.operate.Rekey;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Changes the master key. */
@Command(
        name = "rekey",
        description = "Change the master key. Every server on the database must be stopped.",
        mixinStandardHelpOptions = true)
final class RekeyCommand extends DeskCommand {
    @Option(
            names = "--new-master-key-file",
            paramLabel = "FILE",
            description = "File with the new key, 64 hex digits; SQLite that keeps its own key makes a new one itself")
    @Nullable
    Path newKeyFile;

    @Override
    public Integer call() {
        Optional<Secret> newKey = Optional.ofNullable(newKeyFile).map(StorageOptions::secretFile);
        int projects = Rekey.run(settings(), newKey, ServedApi.allTables());
        return print(List.of("sealed " + projects + " project keys with the new master key"));
    }
}

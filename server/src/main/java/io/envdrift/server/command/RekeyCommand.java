package io.envdrift.server.command;

import io.envdrift.base.Secret;
import io.envdrift.server.ServedApi;
import io.envdrift.server.operate.Rekey;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Changes the master key. */
@Command(
        name = "rekey",
        description = "Change the master key. Every server on the database must be stopped.",
        mixinStandardHelpOptions = true)
final class RekeyCommand implements Callable<Integer> {
    @Mixin
    StorageOptions storage = new StorageOptions();

    @Option(
            names = "--new-master-key-file",
            paramLabel = "FILE",
            description = "File with the new key, 64 hex digits; SQLite that keeps its own key makes a new one itself")
    @Nullable
    Path newKeyFile;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Optional<Secret> newKey = Optional.ofNullable(newKeyFile).map(StorageOptions::secretFile);
        int projects = Rekey.run(storage.settings(), newKey, ServedApi.allTables());
        spec.commandLine().getOut().println("sealed " + projects + " project keys with the new master key");
        return 0;
    }
}

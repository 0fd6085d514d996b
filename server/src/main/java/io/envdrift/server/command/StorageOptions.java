package io.envdrift.server.command;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.files.FileSnapshot;
import io.envdrift.server.operate.Storage;
import io.envdrift.server.store.StorageSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the data is. Secrets come from files or the environment, never from the command line, which others can see. */
final class StorageOptions {
    private static final String POSTGRESQL = "jdbc:postgresql:";
    private static final String PREFIX = "ENVDRIFT_SERVER_";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "${env:ENVDRIFT_SERVER_DATA:-./data}",
            description = "Directory of the SQLite database and its master key (default: ./data)")
    Path data = Path.of("data");

    @Option(
            names = "--database",
            paramLabel = "URL",
            description = "JDBC URL of a PostgreSQL database, used instead of SQLite. User and password come from"
                    + " ENVDRIFT_SERVER_DATABASE_USER and ENVDRIFT_SERVER_DATABASE_PASSWORD")
    @Nullable
    String database;

    @Option(
            names = "--master-key-file",
            paramLabel = "FILE",
            description =
                    "File with the master key, 64 hex digits. PostgreSQL needs one; SQLite keeps its own in --data")
    @Nullable
    Path masterKeyFile;

    /** Works on the storage, also while a server runs on it. */
    <T> T beside(Function<Storage, T> work) {
        try (Storage opened = Storage.openBeside(settings(), new SimpleMeterRegistry())) {
            return work.apply(opened);
        }
    }

    StorageSettings settings() {
        Optional<String> url = Optional.ofNullable(database).or(() -> environment("DATABASE"));
        if (url.isPresent() && !url.get().startsWith(POSTGRESQL)) {
            throw new EnvdriftException(
                    ErrorCode.USAGE,
                    "--database is no JDBC URL of PostgreSQL, the only database beside SQLite",
                    "write it as in " + POSTGRESQL + "//db.example.com/envdrift, or leave it out for SQLite");
        }
        if (database != null && database.contains("password=")) {
            throw new EnvdriftException(
                    ErrorCode.USAGE,
                    "A password on the command line can be seen by every user of this machine",
                    "put it into ENVDRIFT_SERVER_DATABASE_PASSWORD");
        }
        Optional<Secret> masterKey = masterKeyFile == null
                ? environment("MASTER_KEY").map(Secret::of)
                : Optional.of(secretFile(masterKeyFile));
        return new StorageSettings(
                data,
                url,
                environment("DATABASE_USER"),
                environment("DATABASE_PASSWORD").map(Secret::of),
                masterKey);
    }

    /** Returns a variable whose name starts with {@code ENVDRIFT_SERVER_}; an empty one counts as unset. */
    static Optional<String> environment(String name) {
        return Optional.ofNullable(System.getenv(PREFIX + name)).filter(text -> !text.isEmpty());
    }

    /** Reads a file that holds one secret, without the line's end. */
    static Secret secretFile(Path file) {
        byte[] content = FileSnapshot.of(file)
                .content()
                .orElseThrow(() ->
                        new EnvdriftException(ErrorCode.FILE_NOT_FOUND, "Cannot read " + file + ": no such file"));
        return Secret.of(new String(content, StandardCharsets.UTF_8).strip());
    }
}

package io.envdrift.server.store;

import io.envdrift.base.Secret;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a server keeps its data.
 *
 * @param data the directory of SQLite's file and of the master key
 * @param database a JDBC URL of PostgreSQL; SQLite in the directory when there is none
 * @param user PostgreSQL's user, if the URL does not name it
 * @param password PostgreSQL's password, if the URL does not hold it
 * @param masterKey the master key; when there is none, SQLite makes one in the directory, PostgreSQL refuses
 */
public record StorageSettings(
        Path data,
        Optional<String> database,
        Optional<String> user,
        Optional<Secret> password,
        Optional<Secret> masterKey) {
    /** Returns settings for SQLite in a directory. */
    public static StorageSettings sqlite(Path data) {
        return new StorageSettings(data, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Returns SQLite's file. */
    public Path file() {
        return data.resolve("envdrift.db");
    }

    /** Returns the file in which SQLite's master key is kept. */
    public Path masterKeyFile() {
        return data.resolve("master.key");
    }
}

package io.envdrift.server.operate;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.files.AtomicFile;
import io.envdrift.files.FileOperations;
import io.envdrift.server.seal.Canary;
import io.envdrift.server.seal.MasterKey;
import io.envdrift.server.seal.MasterKeyFile;
import io.envdrift.server.store.Database;
import io.envdrift.server.store.StorageSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;

/** An open database together with the master key that belongs to it. */
public final class Storage implements AutoCloseable {
    private final Optional<DataDirectory> directory;
    private final Database database;
    private final MasterKey masterKey;

    private Storage(Optional<DataDirectory> directory, Database database, MasterKey masterKey) {
        this.directory = directory;
        this.database = database;
        this.masterKey = masterKey;
    }

    /**
     * Opens the database, brings its schema up to date, and makes sure that the master key belongs to it. A new SQLite
     * database gets a new master key; PostgreSQL never does, because the other servers on it would not have it.
     *
     * @throws EnvdriftException {@code SERVER} when that fails, {@code LOCKED} when another server runs on the directory
     */
    public static Storage open(StorageSettings settings, MeterRegistry meters) {
        if (settings.database().isPresent()) {
            return openPostgresql(settings, meters);
        }
        DataDirectory directory = DataDirectory.open(settings.data());
        try {
            return sqlite(Optional.of(directory), settings, meters);
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    /**
     * Opens the database as {@link #open} does, also while a server runs on the directory.
     *
     * @throws EnvdriftException {@code SERVER} when that fails
     */
    public static Storage openBeside(StorageSettings settings, MeterRegistry meters) {
        if (settings.database().isPresent()) {
            return openPostgresql(settings, meters);
        }
        new AtomicFile(FileOperations.system()).createDirectories(settings.data());
        return sqlite(Optional.empty(), settings, meters);
    }

    /** Returns the database. */
    public Database database() {
        return database;
    }

    /** Returns the master key. */
    public MasterKey masterKey() {
        return masterKey;
    }

    @Override
    public void close() {
        database.close();
        directory.ifPresent(DataDirectory::close);
    }

    private static Storage sqlite(Optional<DataDirectory> directory, StorageSettings settings, MeterRegistry meters) {
        return check(
                directory,
                Database.open(settings, meters),
                database -> settings.masterKey().map(MasterKey::parse).orElseGet(() -> sqliteKey(settings, database)));
    }

    private static Storage openPostgresql(StorageSettings settings, MeterRegistry meters) {
        Secret key = settings.masterKey()
                .orElseThrow(() -> new EnvdriftException(
                        ErrorCode.SERVER,
                        "PostgreSQL needs a master key",
                        "make one with 'openssl rand -hex 32' and give the same to every server:"
                                + " --master-key-file or ENVDRIFT_SERVER_MASTER_KEY"));
        MasterKey masterKey = MasterKey.parse(key);
        return check(Optional.empty(), Database.open(settings, meters), database -> masterKey);
    }

    private interface KeySource {
        MasterKey keyFor(Database database);
    }

    private static Storage check(Optional<DataDirectory> directory, Database database, KeySource source) {
        try {
            MasterKey key = source.keyFor(database);
            database.write(connection -> {
                Canary.require(connection, key);
                return key;
            });
            return new Storage(directory, database, key);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private static MasterKey sqliteKey(StorageSettings settings, Database database) {
        MasterKeyFile file = new MasterKeyFile(settings.masterKeyFile());
        return database.read(connection -> Canary.exists(connection) ? file.readFor(connection) : file.readOrCreate());
    }
}

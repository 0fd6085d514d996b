package io.envdrift.server.operate;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.server.pipeline.Tables;
import io.envdrift.server.seal.Canary;
import io.envdrift.server.seal.MasterKey;
import io.envdrift.server.seal.MasterKeyFile;
import io.envdrift.server.store.Database;
import io.envdrift.server.store.StorageSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Optional;

/** Changes the master key: all sealed keys and the canary in one transaction. */
public final class Rekey {
    private Rekey() {}

    /**
     * Changes it. A server that is running afterwards with the old key can check no signature any more.
     *
     * @param settings with the old key, or SQLite with its own key file
     * @param newKey the new key; only SQLite that keeps its own key can do without
     * @param tables what all APIs keep
     * @return the number of keys that were sealed again
     * @throws EnvdriftException {@code LOCKED} while a server runs on the data directory, {@code USAGE} without a new key
     *     where one is needed
     */
    public static int run(StorageSettings settings, Optional<Secret> newKey, List<Tables> tables) {
        boolean ownFile = settings.masterKey().isEmpty() && settings.database().isEmpty();
        if (newKey.isEmpty() && !ownFile) {
            throw new EnvdriftException(
                    ErrorCode.USAGE, "The new master key is missing", "give it with --new-master-key-file");
        }
        Secret text = newKey.orElseGet(MasterKey::generate);
        MasterKey key = MasterKey.parse(text);
        try (Storage storage = Storage.open(settings, new SimpleMeterRegistry())) {
            MasterKeyFile file = new MasterKeyFile(settings.masterKeyFile());
            if (ownFile) {
                file.prepareNext(text);
            }
            int count = reseal(storage.database(), storage.masterKey(), key, tables);
            if (ownFile) {
                file.adoptNext();
            }
            return count;
        }
    }

    private static int reseal(Database database, MasterKey old, MasterKey key, List<Tables> tables) {
        return database.write(connection -> {
            int count = 0;
            for (Tables each : tables) {
                count += each.reseal(connection, old, key);
            }
            Canary.replace(connection, key);
            return count;
        });
    }
}

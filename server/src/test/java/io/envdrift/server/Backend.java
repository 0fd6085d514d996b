package io.envdrift.server;

import io.envdrift.base.Secret;
import io.envdrift.server.store.StorageSettings;
import java.nio.file.Path;
import java.util.Optional;

/** A database to run the same tests on. */
enum Backend {
    SQLITE {
        @Override
        StorageSettings fresh(Path directory) {
            return StorageSettings.sqlite(directory.resolve("data"));
        }
    },
    POSTGRESQL {
        @Override
        StorageSettings fresh(Path directory) {
            return new StorageSettings(
                    directory,
                    Optional.of(EmbeddedPostgresql.newDatabase()),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(Secret.of("5ec2e7".repeat(10) + "0000")));
        }
    };

    /** Returns settings for a database that nobody has used. */
    abstract StorageSettings fresh(Path directory);
}

package io.envdrift.server.envsync;

import io.envdrift.server.EnvSyncServers.Store;

class PostgresqlEnvSyncIT extends EnvSyncContract {
    PostgresqlEnvSyncIT() {
        super(Store.POSTGRESQL);
    }
}

package io.envdrift.server.envsync;

import io.envdrift.server.EnvSyncServers.Store;

class SqliteEnvSyncIT extends EnvSyncContract {
    SqliteEnvSyncIT() {
        super(Store.SQLITE);
    }
}

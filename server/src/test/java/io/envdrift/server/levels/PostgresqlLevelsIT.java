package io.envdrift.server.levels;

import io.envdrift.server.EnvSyncServers.Store;

class PostgresqlLevelsIT extends LevelsContract {
    PostgresqlLevelsIT() {
        super(Store.POSTGRESQL);
    }
}

package io.envdrift.server.levels;

import io.envdrift.server.EnvSyncServers.Store;

class SqliteLevelsIT extends LevelsContract {
    SqliteLevelsIT() {
        super(Store.SQLITE);
    }
}

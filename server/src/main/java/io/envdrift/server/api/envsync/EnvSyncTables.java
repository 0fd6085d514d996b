package io.envdrift.server.api.envsync;

import io.envdrift.server.pipeline.Tables;
import io.envdrift.server.seal.Sealer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/** What EnvSync keeps: invites that expire, and the sealed key of its tokens. */
public final class EnvSyncTables implements Tables {
    @Override
    public void clean(Connection connection, Instant now) throws SQLException {
        Invites.removeExpired(connection, now);
    }

    @Override
    public int reseal(Connection connection, Sealer old, Sealer next) throws SQLException {
        return SealedKey.reseal(connection, old, next);
    }
}

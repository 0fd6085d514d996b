package io.envdrift.server.api.levels;

import io.envdrift.server.pipeline.Tables;
import io.envdrift.server.seal.Sealer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/** What the levels keep: keys and digests of proofs are sealed. What becomes stale is what a rotation left that never ended. */
public final class LevelsTables implements Tables {
    @Override
    public void clean(Connection connection, Instant now) throws SQLException {
        // Tokens that expired stay in the list, where their owner sees why they are refused.
        RotationParts.clean(connection, now);
    }

    @Override
    public int reseal(Connection connection, Sealer old, Sealer next) throws SQLException {
        return KeyStore.reseal(connection, old, next);
    }
}

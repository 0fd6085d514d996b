package io.envdrift.server.pipeline;

import io.envdrift.server.seal.Sealer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/** The tables of an API, whether the API is switched on or not. */
public interface Tables {
    /** Removes what is stale. */
    void clean(Connection connection, Instant now) throws SQLException;

    /**
     * Seals everything that is sealed once more, with another key.
     *
     * @return how many texts that were
     */
    int reseal(Connection connection, Sealer old, Sealer next) throws SQLException;
}

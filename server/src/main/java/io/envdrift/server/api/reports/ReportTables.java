package io.envdrift.server.api.reports;

import io.envdrift.server.pipeline.Tables;
import io.envdrift.server.seal.Sealer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/** What is kept of reports; nothing of it is sealed. */
public record ReportTables(ReportLimits limits) implements Tables {
    @Override
    public void clean(Connection connection, Instant now) throws SQLException {
        Reports.removeBefore(connection, now.minus(limits.kept()));
        Reports.keep(connection, limits.most());
    }

    @Override
    public int reseal(Connection connection, Sealer old, Sealer next) {
        return 0;
    }
}

package io.envdrift.server.api.levels;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Keys are changed ten times an hour at most, counted in the database, so by all servers together. */
final class RotationLimit {
    private static final int PER_HOUR = 10;

    private RotationLimit() {}

    /**
     * Refuses one more change of a project's key; the project is locked.
     *
     * @throws Refused 429 when there were enough within the last hour
     */
    static void require(LevelsCall.At at, String project) throws SQLException {
        List<String> times = Keys.rotations(at.connection(), project, at.now());
        if (times.size() >= PER_HOUR) {
            Instant again = Instant.parse(times.get(times.size() - PER_HOUR)).plus(Duration.ofHours(1));
            throw Refused.tooMany(Math.max(1, Duration.between(at.now(), again).toSeconds() + 1));
        }
    }
}

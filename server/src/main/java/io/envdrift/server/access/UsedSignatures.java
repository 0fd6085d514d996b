package io.envdrift.server.access;

import io.envdrift.server.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** The table of signatures that changed something: each is good for one change, and for the same answer again. */
public final class UsedSignatures {
    private static final long CLOCK_DIFFERENCE_MILLIS = 60_000;

    private UsedSignatures() {}

    /**
     * Returns the answer that the very same request got before.
     *
     * @throws Refusal 401 when the signature was used for another request
     */
    public static Optional<String> answer(Connection connection, String projectId, SignatureUse use, ApiRequest request)
            throws SQLException {
        record Used(String fingerprint, String answer) {}
        Optional<Used> used = Sql.first(
                connection,
                "SELECT fingerprint, answer FROM used_signatures WHERE project_id = ? AND digest = ?",
                row -> new Used(row.getString(1), row.getString(2)),
                projectId,
                use.digest());
        if (used.isPresent() && !used.get().fingerprint().equals(request.fingerprint())) {
            throw Refusal.unauthorized();
        }
        return used.map(Used::answer);
    }

    /** Notes a signature. Two transactions that note the same one collide, and the later one starts again. */
    public static void add(Connection connection, String projectId, SignatureUse use, ApiRequest request, String answer)
            throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO used_signatures (project_id, digest, fingerprint, answer, expires_at)"
                        + " VALUES (?, ?, ?, ?, ?)",
                projectId,
                use.digest(),
                request.fingerprint(),
                answer,
                use.expiresAt());
    }

    /** Forgets signatures that are stale by now, also by the clock of a server that is a minute behind. */
    public static int removeExpired(Connection connection, long now) throws SQLException {
        return Sql.update(
                connection, "DELETE FROM used_signatures WHERE expires_at < ?", now - CLOCK_DIFFERENCE_MILLIS);
    }
}

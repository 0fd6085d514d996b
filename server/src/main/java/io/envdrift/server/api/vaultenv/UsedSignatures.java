package io.envdrift.server.api.vaultenv;

import io.envdrift.server.store.Sql;
import io.envdrift.vaultenv.protocol.VaultEnvRefusal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** The table of signatures that changed something: each is good for one change, and for the same answer again. */
final class UsedSignatures {
    private static final long CLOCK_DIFFERENCE_MILLIS = 60_000;

    private UsedSignatures() {}

    /**
     * Returns the answer that the very same request got before.
     *
     * @throws io.envdrift.server.pipeline.Refusal 401 when the signature was used for another request
     */
    public static Optional<String> answer(Connection connection, String projectId, SignatureUse use)
            throws SQLException {
        record Used(String fingerprint, String answer) {}
        Optional<Used> used = Sql.first(
                connection,
                "SELECT fingerprint, answer FROM used_signatures WHERE project_id = ? AND digest = ?",
                row -> new Used(row.getString(1), row.getString(2)),
                projectId,
                use.digest());
        if (used.isPresent()
                && !used.get().fingerprint().equals(use.fingerprint().text())) {
            throw Refusals.of(VaultEnvRefusal.UNAUTHORIZED);
        }
        return used.map(Used::answer);
    }

    /** Notes a signature. Two transactions that note the same one collide, and the later one starts again. */
    public static void add(Connection connection, String projectId, SignatureUse use, String answer)
            throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO used_signatures (project_id, digest, fingerprint, answer, expires_at)"
                        + " VALUES (?, ?, ?, ?, ?)",
                projectId,
                use.digest(),
                use.fingerprint().text(),
                answer,
                use.expiresAt());
    }

    /** Forgets signatures that are stale by now, also by the clock of a server that is a minute behind. */
    public static int removeExpired(Connection connection, long now) throws SQLException {
        return Sql.update(
                connection, "DELETE FROM used_signatures WHERE expires_at < ?", now - CLOCK_DIFFERENCE_MILLIS);
    }
}

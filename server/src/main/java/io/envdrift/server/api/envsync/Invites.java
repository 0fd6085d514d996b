package io.envdrift.server.api.envsync;

import io.envdrift.crypto.Sha256;
import io.envdrift.server.store.Sql;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/** The table of invites: each turns into a token once. The database has only the digests of their codes. */
final class Invites {
    /** How long a code is good. */
    static final Duration LIFE = Duration.ofDays(7);

    private static final int CODE_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Invites() {}

    /**
     * An invite.
     *
     * @param days life of the token that it turns into
     * @param by who made it
     */
    record Invite(String project, String email, Role role, long days, String by) {}

    /** Makes a code: 64 hex digits. */
    static String code() {
        byte[] bytes = new byte[CODE_BYTES];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    static void add(Connection connection, String code, Invite invite, Instant expiry) throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO envsync_invites (digest, project, email, role, days, invited_by, expires_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                Sha256.hex(code),
                invite.project(),
                invite.email(),
                invite.role().text(),
                invite.days(),
                invite.by(),
                Times.text(expiry));
    }

    /** Takes an invite away for good, if its code is right and still good. */
    static Optional<Invite> take(Connection connection, String project, String code, Instant now) throws SQLException {
        return Sql.first(
                connection,
                "DELETE FROM envsync_invites WHERE digest = ? AND project = ? AND expires_at > ?"
                        + " RETURNING project, email, role, days, invited_by",
                row -> new Invite(
                        row.getString(1),
                        row.getString(2),
                        Role.of(row.getString(3)).orElseThrow(),
                        row.getLong(4),
                        row.getString(5)),
                Sha256.hex(code),
                project,
                Times.text(now));
    }

    /** Removes codes that are good no more. */
    static void removeExpired(Connection connection, Instant now) throws SQLException {
        Sql.update(connection, "DELETE FROM envsync_invites WHERE expires_at <= ?", Times.text(now));
    }
}

package io.envdrift.server.api.envsync;

import io.envdrift.crypto.Sha256;
import io.envdrift.server.store.Sql;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The table of invites: each turns into a token once. The database has only the digests of their codes. */
final class Invites {
    /** How long a code is good. */
    static final Duration LIFE = Duration.ofDays(7);

    private static final int CODE_BYTES = 32;
    private static final int ID_LENGTH = 32;
    private static final Pattern ID = Pattern.compile("[0-9a-f]{" + ID_LENGTH + "}");
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
                row -> invite(row, 1),
                Sha256.hex(code),
                project,
                Times.text(now));
    }

    /**
     * An invite that nobody accepted yet.
     *
     * @param id the first half of the digest of its code, from which nobody finds the code
     */
    record Open(String id, Invite invite, String expiresAt) {}

    /** Returns the invites of a project that are still good, the latest first. */
    static List<Open> open(Connection connection, String project, Instant now) throws SQLException {
        return Sql.all(
                connection,
                "SELECT digest, project, email, role, days, invited_by, expires_at FROM envsync_invites"
                        + " WHERE project = ? AND expires_at > ? ORDER BY expires_at DESC, digest",
                row -> new Open(row.getString(1).substring(0, ID_LENGTH), invite(row, 2), row.getString(7)),
                project,
                Times.text(now));
    }

    /** Tells whether a text has the form of an invite's id. */
    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /** Takes back the invite of an id; returns false when there is none. */
    static boolean remove(Connection connection, String project, String id) throws SQLException {
        return Sql.update(
                        connection,
                        "DELETE FROM envsync_invites WHERE project = ? AND substr(digest, 1, " + ID_LENGTH + ") = ?",
                        project,
                        id)
                > 0;
    }

    private static Invite invite(ResultSet row, int first) throws SQLException {
        return new Invite(
                row.getString(first),
                row.getString(first + 1),
                Role.of(row.getString(first + 2)).orElseThrow(),
                row.getLong(first + 3),
                row.getString(first + 4));
    }

    /** Removes codes that are good no more. */
    static void removeExpired(Connection connection, Instant now) throws SQLException {
        Sql.update(connection, "DELETE FROM envsync_invites WHERE expires_at <= ?", Times.text(now));
    }
}

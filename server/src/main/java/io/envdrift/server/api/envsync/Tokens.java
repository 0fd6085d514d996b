package io.envdrift.server.api.envsync;

import io.envdrift.json.JsonWriter;
import io.envdrift.server.identity.RevokedTokens;
import io.envdrift.server.pipeline.JsonColumn;
import io.envdrift.server.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The table of tokens that were issued here or revoked here. */
final class Tokens {
    private Tokens() {}

    /**
     * A token, without the token itself.
     *
     * @param expiresAt ISO-8601 in UTC; empty for a token of somebody else's that was revoked here
     */
    record Token(String jti, String email, String role, List<String> projects, String expiresAt, boolean revoked) {
        boolean isOf(String project) {
            return projects.contains(project);
        }
    }

    static boolean isRevoked(Connection connection, Caller caller) throws SQLException {
        return caller.jti().isPresent()
                && RevokedTokens.contains(connection, caller.jti().get());
    }

    static void add(Connection connection, Token token, String by, Instant now) throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO envsync_tokens (jti, email, role, projects, issued_by, issued_at, expires_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                token.jti(),
                token.email(),
                token.role(),
                JsonWriter.text(token.projects()),
                by,
                Times.text(now),
                token.expiresAt());
    }

    /**
     * Revokes a token, also one that was issued elsewhere.
     *
     * @return false when it was revoked already
     */
    static boolean revoke(Connection connection, String jti, String by, Instant now) throws SQLException {
        String time = Times.text(now);
        int changed = Sql.update(
                connection,
                "INSERT INTO envsync_tokens (jti, email, role, projects, issued_by, issued_at, expires_at, revoked_at)"
                        + " VALUES (?, '', '', '[]', ?, ?, '', ?) ON CONFLICT (jti) DO UPDATE SET revoked_at ="
                        + " excluded.revoked_at WHERE envsync_tokens.revoked_at IS NULL",
                jti,
                by,
                time,
                time);
        return changed > 0;
    }

    static Optional<Token> find(Connection connection, String jti) throws SQLException {
        return all(connection).stream().filter(token -> token.jti().equals(jti)).findFirst();
    }

    /** Returns all tokens, the latest first. */
    static List<Token> all(Connection connection) throws SQLException {
        return Sql.all(
                connection,
                "SELECT jti, email, role, projects, expires_at, revoked_at FROM envsync_tokens"
                        + " ORDER BY issued_at DESC, jti",
                row -> new Token(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        JsonColumn.texts(row, 4),
                        row.getString(5),
                        row.getString(6) != null));
    }
}

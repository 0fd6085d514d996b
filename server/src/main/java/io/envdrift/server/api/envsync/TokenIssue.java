package io.envdrift.server.api.envsync;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.json.JsonMembers;
import io.envdrift.server.api.envsync.Tokens.Token;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Makes tokens that work on the original's server as well: they have no {@code aud}. */
final class TokenIssue {
    /** The longest life of a token, in days. */
    static final long MAX_DAYS = 366;

    private TokenIssue() {}

    /**
     * A token that was just made.
     *
     * @param text the token itself, which is shown once
     */
    record Issued(String text, Token token) {
        /** Shows no token. */
        @Override
        public String toString() {
            return "Issued[" + token.jti() + "]";
        }
    }

    /**
     * Makes a token and notes it.
     *
     * @param by who asked for it
     * @throws EnvdriftException {@code SERVER} when the key is a public one only
     */
    static Issued issue(
            Connection connection,
            OwnKey key,
            String email,
            Role role,
            List<String> projects,
            long days,
            String by,
            Instant now)
            throws SQLException {
        if (!key.canSign()) {
            throw new EnvdriftException(
                    ErrorCode.SERVER,
                    "The key of EnvSync's tokens is a public one: it makes none",
                    "add its private key");
        }
        Instant expiry = now.plus(Duration.ofDays(days));
        Token token = new Token(UUID.randomUUID().toString(), email, role.text(), projects, Times.text(expiry), false);
        String payload = new JsonMembers()
                .put("sub", email)
                .put("email", email)
                .put("role", role.text())
                .put("project_ids", projects)
                .put("iat", now.getEpochSecond())
                .put("exp", expiry.getEpochSecond())
                .put("jti", token.jti())
                .toJson();
        Tokens.add(connection, token, by, now);
        return new Issued(key.sign(payload), token);
    }
}

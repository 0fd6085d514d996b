package io.envdrift.server.identity;

import io.envdrift.server.store.CachedRead;
import io.envdrift.server.store.ReadCache;
import io.envdrift.server.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;

/** Tokens that were revoked here, by their {@code jti}, whoever issued them: no API takes them any more. */
public final class RevokedTokens {
    private RevokedTokens() {}

    /**
     * Tells whether a token was revoked.
     *
     * @param connection reads
     * @param jti the token's id
     * @return whether it was
     * @throws SQLException when the database fails
     */
    public static boolean contains(Connection connection, String jti) throws SQLException {
        return ReadCache.get(connection, new Revoked(jti));
    }

    private record Revoked(String jti) implements CachedRead<Boolean> {
        @Override
        public Boolean read(Connection connection) throws SQLException {
            return Sql.first(
                            connection,
                            "SELECT 1 FROM envsync_tokens WHERE jti = ? AND revoked_at IS NOT NULL",
                            row -> true,
                            jti)
                    .isPresent();
        }

        @Override
        public int size(Boolean found) {
            return jti.length();
        }
    }
}

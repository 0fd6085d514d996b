package io.envdrift.server.api.envsync;

import io.envdrift.base.Secret;
import io.envdrift.server.seal.SealContext;
import io.envdrift.server.seal.Sealer;
import io.envdrift.server.store.Sql;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Optional;

/** The secret of tokens that the server made itself, sealed by the master key. */
final class SealedKey {
    private static final String NAME = "envsync_jwt_key";
    private static final SealContext CONTEXT = SealContext.of("envsync", "jwt-key");
    /** Long enough for every HS algorithm. */
    private static final int BYTES = 64;

    private SealedKey() {}

    /** Returns the secret, if there is one. */
    static Optional<Secret> find(Connection connection, Sealer sealer) throws SQLException {
        return stored(connection)
                .map(text -> Secret.of(new String(sealer.open(text, CONTEXT), StandardCharsets.UTF_8)));
    }

    /** Returns the secret; makes one if there is none. */
    static Secret findOrMake(Connection connection, Sealer sealer) throws SQLException {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        byte[] text = HexFormat.of().formatHex(bytes).getBytes(StandardCharsets.UTF_8);
        Sql.update(
                connection,
                "INSERT INTO server_facts (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING",
                NAME,
                sealer.seal(text, CONTEXT));
        return find(connection, sealer).orElseThrow();
    }

    /** Seals the secret with another key; returns how many secrets that were. */
    static int reseal(Connection connection, Sealer old, Sealer next) throws SQLException {
        Optional<String> sealed = stored(connection);
        if (sealed.isEmpty()) {
            return 0;
        }
        return Sql.update(
                connection,
                "UPDATE server_facts SET value = ? WHERE name = ?",
                next.seal(old.open(sealed.get(), CONTEXT), CONTEXT),
                NAME);
    }

    private static Optional<String> stored(Connection connection) throws SQLException {
        return Sql.first(connection, "SELECT value FROM server_facts WHERE name = ?", row -> row.getString(1), NAME);
    }
}

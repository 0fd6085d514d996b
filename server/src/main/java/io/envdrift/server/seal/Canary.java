package io.envdrift.server.seal;

import io.envdrift.base.EnvdriftException;
import io.envdrift.server.store.Sql;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** A sealed word in the database, by which the wrong master key is noticed before it does harm. */
public final class Canary {
    private static final String NAME = "master_key_canary";
    private static final SealContext CONTEXT =
            SealContext.of("server", "canary").orBare(NAME);
    private static final byte[] WORD = "envdrift".getBytes(StandardCharsets.US_ASCII);

    private Canary() {}

    /** Tells whether a database has been used with some master key. */
    public static boolean exists(Connection connection) throws SQLException {
        return stored(connection).isPresent();
    }

    /**
     * Makes sure that the database belongs to the key; an unused database belongs to it from now on.
     *
     * @throws EnvdriftException {@code SERVER} when it belongs to another key
     */
    public static void require(Connection connection, Sealer sealer) throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO server_facts (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING",
                NAME,
                sealer.seal(WORD, CONTEXT));
        sealer.open(stored(connection).orElseThrow(), CONTEXT);
    }

    /** Tells whether a database that has been used belongs to the key. */
    public static boolean fits(Connection connection, MasterKey key) throws SQLException {
        return stored(connection)
                .filter(value -> value.startsWith(key.id() + "."))
                .isPresent();
    }

    /** Makes the database belong to another key. */
    public static void replace(Connection connection, Sealer sealer) throws SQLException {
        Sql.update(connection, "UPDATE server_facts SET value = ? WHERE name = ?", sealer.seal(WORD, CONTEXT), NAME);
    }

    private static Optional<String> stored(Connection connection) throws SQLException {
        return Sql.first(connection, "SELECT value FROM server_facts WHERE name = ?", row -> row.getString(1), NAME);
    }
}

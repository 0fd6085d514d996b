package io.envdrift.server.api.reports;

import io.envdrift.server.store.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The table of tokens. */
final class ReportTokens {
    private static final String SELECT = "SELECT digest, name, kind, created_at FROM report_tokens";

    private ReportTokens() {}

    /** Finds a token by its digest. */
    static Optional<ReportToken> find(Connection connection, String digest) throws SQLException {
        return Sql.first(connection, SELECT + " WHERE digest = ?", ReportTokens::token, digest);
    }

    /** Returns all tokens, by name. */
    static List<ReportToken> all(Connection connection) throws SQLException {
        return Sql.all(connection, SELECT + " ORDER BY name", ReportTokens::token);
    }

    /** Adds a token; returns false when there is one of its name. */
    static boolean add(Connection connection, ReportToken token) throws SQLException {
        return Sql.update(
                        connection,
                        "INSERT INTO report_tokens (digest, name, kind, created_at) VALUES (?, ?, ?, ?)"
                                + " ON CONFLICT (name) DO NOTHING",
                        token.digest(),
                        token.name(),
                        token.kind().word(),
                        token.createdAt())
                == 1;
    }

    /** Removes a token; returns false when there is none of the name. */
    static boolean remove(Connection connection, String name) throws SQLException {
        return Sql.update(connection, "DELETE FROM report_tokens WHERE name = ?", name) == 1;
    }

    private static ReportToken token(ResultSet row) throws SQLException {
        return new ReportToken(
                row.getString(1),
                row.getString(2),
                ReportToken.Kind.valueOf(row.getString(3).toUpperCase(Locale.ROOT)),
                row.getString(4));
    }
}

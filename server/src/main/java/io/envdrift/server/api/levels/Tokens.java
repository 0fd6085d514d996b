package io.envdrift.server.api.levels;

import io.envdrift.json.JsonWriter;
import io.envdrift.server.pipeline.JsonColumn;
import io.envdrift.server.store.Sql;
import io.envdrift.server.store.Timestamps;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The table of tokens. */
final class Tokens {
    private static final String COLUMNS =
            "t.id, t.name, t.member, t.abilities, t.limits, t.created_at, t.expires_at, t.last_used_at";

    private Tokens() {}

    /**
     * A token, without the token itself.
     *
     * @param member whose token it is
     * @param expiresAt ISO-8601 in UTC
     */
    record Token(
            String id,
            String name,
            Optional<String> member,
            List<String> abilities,
            List<String> limits,
            String createdAt,
            Optional<String> expiresAt,
            Optional<String> lastUsedAt) {}

    /** A token with its organization and the role of its member. */
    record Known(Token token, StoredOrganization organization, Optional<String> role) {}

    /** Finds a token by its digest. */
    static Optional<Known> find(Connection connection, String digest) throws SQLException {
        return Sql.first(
                connection,
                "SELECT " + COLUMNS + ", o.id, o.name, o.slug, o.created_at, m.role FROM levels_tokens t"
                        + " JOIN levels_organizations o ON o.id = t.organization_id"
                        + " LEFT JOIN levels_members m ON m.organization_id = t.organization_id AND m.email = t.member"
                        + " WHERE t.digest = ?",
                row -> new Known(
                        token(row),
                        new StoredOrganization(
                                row.getString(9), row.getString(10), row.getString(11), row.getString(12)),
                        Optional.ofNullable(row.getString(13))),
                digest);
    }

    static Optional<Token> find(Connection connection, String organization, String id) throws SQLException {
        return Sql.first(
                connection,
                "SELECT " + COLUMNS + " FROM levels_tokens t WHERE t.organization_id = ? AND t.id = ?",
                Tokens::token,
                organization,
                id);
    }

    /** Returns an organization's tokens, the oldest first. */
    static List<Token> all(Connection connection, String organization) throws SQLException {
        return Sql.all(
                connection,
                "SELECT " + COLUMNS + " FROM levels_tokens t WHERE t.organization_id = ? ORDER BY t.id",
                Tokens::token,
                organization);
    }

    static void add(Connection connection, String organization, String digest, Token token, String by, Instant now)
            throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO levels_tokens (id, organization_id, digest, name, member, abilities, limits, created_by,"
                        + " created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                token.id(),
                organization,
                digest,
                token.name(),
                token.member().orElse(null),
                JsonWriter.text(token.abilities()),
                JsonWriter.text(token.limits()),
                by,
                Timestamps.text(now),
                token.expiresAt().orElse(null));
    }

    /** Writes what may change of a token. */
    static void change(Connection connection, Token token) throws SQLException {
        Sql.update(
                connection,
                "UPDATE levels_tokens SET name = ?, abilities = ?, limits = ?, expires_at = ? WHERE id = ?",
                token.name(),
                JsonWriter.text(token.abilities()),
                JsonWriter.text(token.limits()),
                token.expiresAt().orElse(null),
                token.id());
    }

    /** Gives a token another text; the old one is dead from now on. */
    static void rotate(Connection connection, String id, String digest, Instant now) throws SQLException {
        Sql.update(
                connection,
                "UPDATE levels_tokens SET digest = ?, rotated_at = ? WHERE id = ?",
                digest,
                Timestamps.text(now),
                id);
    }

    static void remove(Connection connection, String id) throws SQLException {
        Sql.update(connection, "DELETE FROM levels_tokens WHERE id = ?", id);
    }

    static void removeOf(Connection connection, String organization, String member) throws SQLException {
        Sql.update(
                connection, "DELETE FROM levels_tokens WHERE organization_id = ? AND member = ?", organization, member);
    }

    /** Notes when a token was used; a later time that is there already stays. */
    static void used(Connection connection, String id, Instant time) throws SQLException {
        String text = Timestamps.text(time);
        Sql.update(
                connection,
                "UPDATE levels_tokens SET last_used_at = ? WHERE id = ? AND (last_used_at IS NULL OR last_used_at < ?)",
                text,
                id,
                text);
    }

    private static Token token(ResultSet row) throws SQLException {
        return new Token(
                row.getString(1),
                row.getString(2),
                Optional.ofNullable(row.getString(3)),
                JsonColumn.texts(row, 4),
                JsonColumn.texts(row, 5),
                row.getString(6),
                Optional.ofNullable(row.getString(7)),
                Optional.ofNullable(row.getString(8)));
    }
}

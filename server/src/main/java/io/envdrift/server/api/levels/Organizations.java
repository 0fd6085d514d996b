package io.envdrift.server.api.levels;

import io.envdrift.server.store.Sql;
import io.envdrift.server.store.Timestamps;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The table of organizations. */
final class Organizations {
    private static final String COLUMNS = "id, name, slug, created_at";

    private Organizations() {}

    static Optional<StoredOrganization> find(Connection connection, String id) throws SQLException {
        return Sql.first(
                connection,
                "SELECT " + COLUMNS + " FROM levels_organizations WHERE id = ?",
                Organizations::organization,
                id);
    }

    static List<StoredOrganization> all(Connection connection) throws SQLException {
        return Sql.all(
                connection,
                "SELECT " + COLUMNS + " FROM levels_organizations ORDER BY id",
                Organizations::organization);
    }

    /** Adds an organization; returns nothing when the slug is taken. */
    static Optional<StoredOrganization> add(Connection connection, String name, String slug, Instant now)
            throws SQLException {
        return Sql.first(
                connection,
                "INSERT INTO levels_organizations (id, name, slug, created_at) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (slug) DO NOTHING RETURNING " + COLUMNS,
                Organizations::organization,
                Ulid.make(now),
                name,
                slug,
                Timestamps.text(now));
    }

    static boolean isTaken(Connection connection, String slug, String otherThan) throws SQLException {
        return Sql.number(
                        connection,
                        "SELECT COUNT(*) FROM levels_organizations WHERE slug = ? AND id <> ?",
                        slug,
                        otherThan)
                > 0;
    }

    static void change(Connection connection, StoredOrganization changed) throws SQLException {
        Sql.update(
                connection,
                "UPDATE levels_organizations SET name = ?, slug = ? WHERE id = ?",
                changed.name(),
                changed.slug(),
                changed.id());
    }

    /** Removes an organization with everything in it. */
    static void remove(Connection connection, String id) throws SQLException {
        Sql.update(connection, "DELETE FROM levels_organizations WHERE id = ?", id);
    }

    private static StoredOrganization organization(ResultSet row) throws SQLException {
        return new StoredOrganization(row.getString(1), row.getString(2), row.getString(3), row.getString(4));
    }
}

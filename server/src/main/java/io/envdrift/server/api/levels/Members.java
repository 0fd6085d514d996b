package io.envdrift.server.api.levels;

import io.envdrift.server.store.Sql;
import io.envdrift.server.store.Timestamps;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The table of members. */
final class Members {
    private Members() {}

    /** A member. */
    record Member(String email, Role role, String createdAt) {}

    static Optional<Member> find(Connection connection, String organization, String email) throws SQLException {
        return Sql.first(
                connection,
                "SELECT email, role, created_at FROM levels_members WHERE organization_id = ? AND email = ?",
                Members::member,
                organization,
                email);
    }

    /** Returns an organization's members, by e-mail. */
    static List<Member> all(Connection connection, String organization) throws SQLException {
        return Sql.all(
                connection,
                "SELECT email, role, created_at FROM levels_members WHERE organization_id = ? ORDER BY email",
                Members::member,
                organization);
    }

    /** Adds a member; returns false when there is one of that e-mail. */
    static boolean add(Connection connection, String organization, String email, Role role, Instant now)
            throws SQLException {
        return Sql.update(
                        connection,
                        "INSERT INTO levels_members (organization_id, email, role, created_at) VALUES (?, ?, ?, ?)"
                                + " ON CONFLICT (organization_id, email) DO NOTHING",
                        organization,
                        email,
                        role.word(),
                        Timestamps.text(now))
                == 1;
    }

    static void change(Connection connection, String organization, String email, Role role) throws SQLException {
        Sql.update(
                connection,
                "UPDATE levels_members SET role = ? WHERE organization_id = ? AND email = ?",
                role.word(),
                organization,
                email);
    }

    /** Removes a member with all their tokens. */
    static void remove(Connection connection, String organization, String email) throws SQLException {
        Tokens.removeOf(connection, organization, email);
        Sql.update(
                connection, "DELETE FROM levels_members WHERE organization_id = ? AND email = ?", organization, email);
    }

    private static Member member(ResultSet row) throws SQLException {
        String role = row.getString(2);
        return new Member(
                row.getString(1),
                Role.of(role).orElseThrow(() -> new SQLException("no such role: " + role)),
                row.getString(3));
    }
}

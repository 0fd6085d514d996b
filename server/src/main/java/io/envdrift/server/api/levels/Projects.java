package io.envdrift.server.api.levels;

import io.envdrift.server.store.Sql;
import io.envdrift.server.store.Timestamps;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The table of projects. */
final class Projects {
    private static final String COLUMNS =
            "id, slug, name, description, secret_format, plaintext, key_version, revision, created_at, updated_at";

    private Projects() {}

    /**
     * A project.
     *
     * @param format of the texts of its levels: env, json, yaml or text
     * @param plaintext whether content may be something else than a blob
     * @param keyVersion of the active key
     * @param revision counts every change in the project
     */
    record Project(
            String id,
            String slug,
            String name,
            Optional<String> description,
            String format,
            boolean plaintext,
            long keyVersion,
            long revision,
            String createdAt,
            String updatedAt) {}

    /** Finds a project. */
    static Optional<Project> find(Connection connection, String organization, String slug) throws SQLException {
        return Sql.first(
                connection,
                "SELECT " + COLUMNS + " FROM levels_projects WHERE organization_id = ? AND slug = ?",
                Projects::project,
                organization,
                slug);
    }

    /**
     * Finds a project.
     *
     * @throws Refused 404 when there is none
     */
    static Project require(Connection connection, String organization, String slug) throws SQLException {
        return find(connection, organization, slug).orElseThrow(() -> Refused.notFound("project"));
    }

    /**
     * Finds a project and makes other transactions that change something in it wait for this one.
     *
     * @throws Refused 404 when there is none
     */
    static Project lock(Connection connection, String organization, String slug, Instant now) throws SQLException {
        return Sql.first(
                        connection,
                        "UPDATE levels_projects SET revision = revision + 1, updated_at = ?"
                                + " WHERE organization_id = ? AND slug = ? RETURNING " + COLUMNS,
                        Projects::project,
                        Timestamps.text(now),
                        organization,
                        slug)
                .orElseThrow(() -> Refused.notFound("project"));
    }

    /** Returns an organization's projects, by slug. */
    static List<Project> all(Connection connection, String organization) throws SQLException {
        return Sql.all(
                connection,
                "SELECT " + COLUMNS + " FROM levels_projects WHERE organization_id = ? ORDER BY slug",
                Projects::project,
                organization);
    }

    static long count(Connection connection) throws SQLException {
        return Sql.number(connection, "SELECT COUNT(*) FROM levels_projects");
    }

    /** Adds a project with key version 1; returns nothing when the slug is taken. */
    static Optional<Project> add(
            Connection connection,
            String organization,
            String slug,
            String name,
            Optional<String> description,
            String format,
            boolean plaintext,
            Instant now)
            throws SQLException {
        return Sql.first(
                connection,
                "INSERT INTO levels_projects (id, organization_id, slug, name, description, secret_format, plaintext,"
                        + " key_version, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?, ?)"
                        + " ON CONFLICT (organization_id, slug) DO NOTHING RETURNING " + COLUMNS,
                Projects::project,
                UUID.randomUUID().toString(),
                organization,
                slug,
                name,
                description.orElse(null),
                format,
                plaintext ? 1 : 0,
                Timestamps.text(now),
                Timestamps.text(now));
    }

    /** Writes what may change of a project. */
    static void change(Connection connection, Project changed) throws SQLException {
        Sql.update(
                connection,
                "UPDATE levels_projects SET slug = ?, name = ?, description = ?, secret_format = ?, plaintext = ?"
                        + " WHERE id = ?",
                changed.slug(),
                changed.name(),
                changed.description().orElse(null),
                changed.format(),
                changed.plaintext() ? 1 : 0,
                changed.id());
    }

    static void useKey(Connection connection, String id, long version) throws SQLException {
        Sql.update(connection, "UPDATE levels_projects SET key_version = ? WHERE id = ?", version, id);
    }

    /** Removes a project with everything in it. */
    static void remove(Connection connection, String id) throws SQLException {
        Sql.update(connection, "DELETE FROM levels_projects WHERE id = ?", id);
    }

    private static Project project(ResultSet row) throws SQLException {
        return new Project(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                Optional.ofNullable(row.getString(4)),
                row.getString(5),
                row.getInt(6) == 1,
                row.getLong(7),
                row.getLong(8),
                row.getString(9),
                row.getString(10));
    }
}

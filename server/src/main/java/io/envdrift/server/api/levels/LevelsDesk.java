package io.envdrift.server.api.levels;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.OneLine;
import io.envdrift.base.Secret;
import io.envdrift.levels.protocol.Slug;
import io.envdrift.server.pipeline.AuditEntry;
import io.envdrift.server.pipeline.AuditLog;
import io.envdrift.server.store.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The operator's commands for organizations, at the server's machine: make them, list them, issue new tokens to their
 * owners.
 */
public record LevelsDesk(Database database, InstantSource clock) {
    /**
     * A token that was just made, for everything in an organization.
     *
     * @param token shown once
     */
    public record Handed(String organization, String slug, Secret token) {}

    /**
     * Makes an organization.
     *
     * @param slug nothing for the one that the name makes
     * @throws EnvdriftException {@code USAGE} when name or slug cannot be, or the slug is taken
     */
    public Handed createOrganization(String name, Optional<String> slug) {
        if (name.isBlank()
                || name.length() > Bodies.MAX_TEXT
                || name.codePoints().anyMatch(Character::isISOControl)) {
            throw usage("The name is empty, too long, or contains a control character");
        }
        String used = slug.orElseGet(() -> Slugs.made(name));
        if (!Slug.isWellFormed(used) || Slug.isReserved(used)) {
            throw usage("'" + used + "' is no slug: it is made of a-z, 0-9 and hyphens");
        }
        return database.write(connection -> {
            if (Organizations.isTaken(connection, used, "")) {
                throw usage("There is an organization '" + used + "' already");
            }
            return logged(connection, "organization_create", Founded.found(connection, name, used, clock.instant()));
        });
    }

    /**
     * Issues a new token for everything in an organization, for an owner who lost theirs; other tokens stay valid.
     *
     * @param organization id or slug
     * @throws EnvdriftException {@code USAGE} when there is none
     */
    public Handed makeOwnerToken(String organization) {
        return database.write(connection -> {
            StoredOrganization found = Organizations.all(connection).stream()
                    .filter(each ->
                            each.slug().equals(organization) || each.id().equals(organization.toUpperCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow(() -> usage("There is no organization '" + organization + "'"));
            return logged(connection, "token_create", Founded.withOwner(connection, found, clock.instant()));
        });
    }

    /** Returns the organizations: id, slug, name, separated by tabs. */
    public List<String> lines() {
        return database.read(connection -> Organizations.all(connection).stream()
                .map(each -> each.id() + "\t" + each.slug() + "\t" + OneLine.of(each.name()))
                .toList());
    }

    private Handed logged(Connection connection, String action, Founded founded) throws SQLException {
        StoredOrganization organization = founded.organization();
        AuditLog.addByOperator(
                connection,
                LevelsApi.NAME,
                action,
                AuditEntry.of(organization.id(), Optional.empty(), Optional.of(Founded.OPERATOR)),
                clock.instant());
        return new Handed(organization.id(), organization.slug(), founded.token());
    }

    private static EnvdriftException usage(String message) {
        return new EnvdriftException(ErrorCode.USAGE, message, "see: envdrift-server levels --help");
    }
}

package io.envdrift.server.api.levels;

import io.envdrift.base.Secret;
import io.envdrift.server.api.levels.Tokens.Token;
import io.envdrift.server.pipeline.Principal;
import io.envdrift.server.store.Timestamps;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An organization that was just made.
 *
 * @param owner what is stored of its first token
 * @param token the token itself, which is shown once
 */
record Founded(StoredOrganization organization, Token owner, Secret token) {
    /** The name of the operator who makes organizations, in the audit log. */
    static final Principal OPERATOR = new Principal(Optional.of("operator"), "operator", Optional.empty());

    private static final String OWNER = "owner";

    /**
     * Makes an organization and a token that may do everything in it.
     *
     * @throws Refused 409 when the slug is taken
     */
    static Founded found(Connection connection, String name, String slug, Instant now) throws SQLException {
        StoredOrganization organization =
                Organizations.add(connection, name, slug, now).orElseThrow(() -> ProjectCalls.taken(slug));
        return withOwner(connection, organization, now);
    }

    /** Makes a token that may do everything in an organization. */
    static Founded withOwner(Connection connection, StoredOrganization organization, Instant now) throws SQLException {
        Secret text = TokenText.make(organization.id());
        Token token = new Token(
                Ulid.make(now),
                OWNER,
                Optional.empty(),
                List.of(Scopes.ALL),
                List.of(),
                Timestamps.text(now),
                Optional.empty(),
                Optional.empty());
        Tokens.add(connection, organization.id(), TokenText.digest(text.reveal()), token, "operator", now);
        return new Founded(organization, token, text);
    }

    /** Shows no token. */
    @Override
    public String toString() {
        return organization.slug();
    }
}

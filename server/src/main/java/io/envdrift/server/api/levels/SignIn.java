package io.envdrift.server.api.levels;

import io.envdrift.levels.protocol.Slug;
import io.envdrift.server.api.levels.Gate.Credential;
import io.envdrift.server.identity.Claims;
import io.envdrift.server.identity.IdentityProviders;
import io.envdrift.server.identity.IdentityProviders.Verified;
import io.envdrift.server.identity.RevokedTokens;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Accepts the tokens of identity providers in the organization that the operator named for them: a member with the
 * member's role, somebody else with the role that the token or the provider's settings name. The projects of a token
 * are its limits; without any, members and owners have none, and others reach nothing.
 */
record SignIn(IdentityProviders providers) {
    /** No slug is empty, so nothing is within. */
    private static final Limits NOTHING = new Limits(List.of(List.of("")));
    /** EnvSync's word for who only pulls. */
    private static final String READ_ONLY = "readonly";

    private static final String TOKEN_ID = "jti";

    /** Tells a token of a provider (a JWT) from one of this server, which has no dot. */
    static boolean mayBeOfProvider(String token) {
        return token.indexOf('.') >= 0;
    }

    /** Returns what a provider's token shows; nothing when it is not good. */
    Credential credential(String token) {
        return providers
                .verify(token)
                .<Credential>map(verified -> (connection, now) -> caller(connection, verified, now))
                .orElse(Credential.NONE);
    }

    /** Returns who a provider's token is of; nothing when it is not good any more, or not for an organization. */
    private static Optional<Caller> caller(Connection connection, Verified verified, Instant now) throws SQLException {
        Optional<String> name = verified.name();
        Optional<List<String>> projects = verified.projects();
        Optional<String> id = verified.provider().organization();
        if (name.isEmpty()
                || projects.isEmpty()
                || id.isEmpty()
                || !verified.isTimely(now)
                || isRevoked(connection, verified.claims())) {
            return Optional.empty();
        }
        Optional<StoredOrganization> organization = Organizations.find(connection, id.get());
        String bare = MemberCalls.comparable(name.get());
        Optional<Members.Member> member = Members.find(connection, id.get(), bare);
        Optional<Role> role = member.map(Members.Member::role).or(() -> role(verified.role()));
        return organization.isEmpty() || role.isEmpty()
                ? Optional.empty()
                : Optional.of(new Caller(
                        organization.get(),
                        Optional.empty(),
                        bare,
                        member.map(Members.Member::email),
                        role,
                        Set.copyOf(role.get().scopes()),
                        limits(projects.get(), member.isPresent() || role.get() == Role.OWNER)));
    }

    /** A token whose id no database can store could never be revoked, so it is refused. */
    private static boolean isRevoked(Connection connection, Claims claims) throws SQLException {
        if (!(claims.claim(TOKEN_ID) instanceof String text) || text.isEmpty()) {
            return false;
        }
        Optional<String> id = claims.identity(List.of(TOKEN_ID));
        return id.isEmpty() || RevokedTokens.contains(connection, id.get());
    }

    private static Optional<Role> role(@Nullable Object said) {
        return !(said instanceof String word)
                ? Optional.empty()
                : word.toLowerCase(Locale.ROOT).equals(READ_ONLY) ? Optional.of(Role.API_USER) : Role.of(word);
    }

    /** One slug is a whole project; what is no path limits to nothing. */
    private static Limits limits(List<String> projects, boolean everywhere) {
        if (projects.isEmpty()) {
            return everywhere ? Limits.NONE : NOTHING;
        }
        List<String> patterns = projects.stream()
                .filter(Limits::isWellFormed)
                .flatMap(each -> Slug.isWellFormed(each) ? Stream.of(each, each + "/*") : Stream.of(each))
                .toList();
        return patterns.isEmpty() ? NOTHING : Limits.of(patterns);
    }
}

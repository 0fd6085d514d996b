package io.envdrift.server.api.levels;

import io.envdrift.levels.protocol.LevelsRefusal;
import io.envdrift.server.pipeline.Call;
import io.envdrift.server.pipeline.Session;
import io.envdrift.server.store.CachedRead;
import io.envdrift.server.store.ReadCache;
import io.envdrift.server.store.Timestamps;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Identifies callers by the token in {@code Authorization: Bearer}: one of this server, or one of an identity provider.
 */
record Gate(SignIn signIn) {
    private static final int MAX_TOKEN = 300;
    private static final String PARAMETER = "organization";
    /** Characters, more than most have beside their limits. */
    private static final int HOLDER = 2000;
    /** Characters, the longest limit with what its parts take in memory. */
    private static final int LIMIT = 500;

    /** What a call shows. What the database says of it may change at any time, so it is asked again after a wait. */
    @FunctionalInterface
    interface Credential {
        /** Shows nothing that could ever be good. */
        Credential NONE = (connection, now) -> Optional.empty();

        /** Returns whose it is; nothing when it is not good (any more). */
        Optional<Caller> caller(Connection connection, Instant now) throws SQLException;
    }

    /** Returns what a call shows, without the database: a provider may have to be asked for its keys. */
    Credential credential(Call call) {
        return call.bearer()
                .filter(token -> !token.isEmpty())
                .map(this::credential)
                .orElse(Credential.NONE);
    }

    private Credential credential(String token) {
        if (token.length() > MAX_TOKEN || SignIn.mayBeOfProvider(token)) {
            return signIn.credential(token);
        }
        String digest = TokenText.digest(token);
        return (connection, now) -> ofOwn(connection, digest, now);
    }

    /**
     * Returns the caller.
     *
     * @throws Refused 401 without a good token, 404 when the path names another organization than the token's
     */
    static Caller identify(Connection connection, Credential credential, Call call, Session session)
            throws SQLException {
        Optional<String> wanted = call.operation().path().hasParameter(PARAMETER)
                ? call.parameter(PARAMETER).map(id -> id.toUpperCase(Locale.ROOT))
                : Optional.empty();
        Optional<Caller> known = credential.caller(connection, session.now());
        if (known.isEmpty()) {
            noteStranger(connection, session, wanted);
            throw Refused.of(LevelsRefusal.UNAUTHENTICATED, "No token, or one that is not good (any more)");
        }
        Caller caller = known.get();
        session.concerns(caller.organization().id(), Optional.empty(), Optional.of(caller.principal()));
        if (wanted.isPresent() && !wanted.get().equals(caller.organization().id())) {
            throw Refused.notFound("organization");
        }
        return caller;
    }

    /**
     * Refuses a caller whose token expired, or was revoked, rotated or changed since, or whose member was.
     *
     * @param connection of what is done for the caller: the transaction, if it changes something
     * @throws Refused 401
     */
    static void requireStill(Connection connection, Credential credential, Caller caller, Instant now)
            throws SQLException {
        if (credential
                .caller(connection, now)
                .filter(still -> mayTheSame(still, caller))
                .isEmpty()) {
            throw Refused.of(LevelsRefusal.UNAUTHENTICATED, "The token, or its member, was changed meanwhile");
        }
    }

    private static boolean mayTheSame(Caller one, Caller other) {
        return one.scopes().equals(other.scopes()) && one.limits().equals(other.limits());
    }

    private static Optional<Caller> ofOwn(Connection connection, String digest, Instant now) throws SQLException {
        return ReadCache.get(connection, new OwnToken(digest))
                .filter(found -> found.isTimely(now))
                .map(Holder::caller);
    }

    /** A token that is bound to a member is invalid while the member does not exist. */
    private record OwnToken(String digest) implements CachedRead<Optional<Holder>> {
        /** A token that is bound to a member is dead as long as the member is none. */
        @Override
        public Optional<Holder> read(Connection connection) throws SQLException {
            return Tokens.find(connection, digest)
                    .filter(known -> known.token().member().isEmpty()
                            || known.role().flatMap(Role::of).isPresent())
                    .map(known -> new Holder(caller(known), known.token().expiresAt()));
        }

        @Override
        public int size(Optional<Holder> found) {
            return found.map(holder ->
                            HOLDER + LIMIT * holder.caller().limits().patterns().size())
                    .orElse(0);
        }
    }

    /**
     * Who holds a token.
     *
     * @param expiresAt ISO-8601 in UTC
     */
    private record Holder(Caller caller, Optional<String> expiresAt) {
        boolean isTimely(Instant now) {
            return expiresAt
                    .map(expiry -> expiry.compareTo(Timestamps.text(now)) > 0)
                    .orElse(true);
        }
    }

    private static Caller caller(Tokens.Known known) {
        Tokens.Token token = known.token();
        Set<String> abilities = new LinkedHashSet<>(token.abilities());
        Optional<Role> role = known.role().flatMap(Role::of);
        return new Caller(
                known.organization(),
                Optional.of(token.id()),
                token.name(),
                token.member(),
                role,
                role.map(each -> Scopes.common(abilities, each.scopes())).orElse(abilities),
                Limits.of(token.limits()));
    }

    /** A stranger's call is logged under an organization that exists, and nowhere else: the log must not be filled from outside. */
    private static void noteStranger(Connection connection, Session session, Optional<String> organization)
            throws SQLException {
        if (organization.isPresent()
                && Organizations.find(connection, organization.get()).isPresent()) {
            session.concerns(organization.get(), Optional.empty(), Optional.empty());
        }
    }
}

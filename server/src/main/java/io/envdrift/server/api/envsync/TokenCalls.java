package io.envdrift.server.api.envsync;

import io.envdrift.json.JsonMembers;
import io.envdrift.server.api.envsync.BodyMembers.Rule;
import io.envdrift.server.api.envsync.EnvRoute.Place;
import io.envdrift.server.api.envsync.EnvRoute.Right;
import io.envdrift.server.api.envsync.Invalid.Problem;
import io.envdrift.server.api.envsync.TokenIssue.Issued;
import io.envdrift.server.api.envsync.Tokens.Token;
import io.envdrift.server.pipeline.Answer;
import io.envdrift.server.pipeline.AuditEntry;
import io.envdrift.server.pipeline.Call;
import io.envdrift.server.pipeline.Operation;
import io.envdrift.server.pipeline.Principal;
import io.envdrift.server.pipeline.Refusal;
import io.envdrift.server.pipeline.Reply;
import io.envdrift.server.pipeline.Route;
import io.envdrift.server.pipeline.Session;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Owners issue, list and revoke tokens of their project and invite others; no owner can grant more than their own
 * rights.
 */
final class TokenCalls {
    private static final int NOT_IMPLEMENTED = 501;
    private static final int DEFAULT_DAYS = 90;

    private final Identity identity;
    private final Optional<OwnKey> key;
    private final InstantSource clock;

    TokenCalls(Identity identity, Optional<OwnKey> key, InstantSource clock) {
        this.identity = identity;
        this.key = key.filter(OwnKey::canSign);
        this.clock = clock;
    }

    List<Route> routes() {
        String project = EnvSyncApi.EXTRA + "{project}";
        return List.of(
                new EnvRoute<>(
                        Operation.changing("token_issue", "POST", project + "/tokens"),
                        identity,
                        Right.ADMINISTER,
                        Wish::read,
                        true,
                        this::issue),
                new EnvRoute<>(
                        Operation.reading("token_list", "GET", project + "/tokens"),
                        identity,
                        Right.ADMINISTER,
                        call -> call,
                        false,
                        (on, who, at, call) -> list(on, at)),
                new EnvRoute<>(
                        Operation.changing("token_revoke", "DELETE", project + "/tokens/{jti}"),
                        identity,
                        Right.ADMINISTER,
                        Revocation::read,
                        true,
                        this::revoke),
                new EnvRoute<>(
                        Operation.changing("invite", "POST", project + "/invites"),
                        identity,
                        Right.ADMINISTER,
                        Wish::read,
                        true,
                        this::invite),
                new Join(Operation.changing("join", "POST", project + "/invites/accept")
                        .forAnybody()));
    }

    /** Who shall get a token. */
    private record Wish(String email, Role role, long days) {
        static Wish read(Call call) {
            BodyMembers body = BodyMembers.of(call);
            String email = body.text("email", Rule.name(Names::wrongOrEmpty));
            Object named = body.optional("role", Role.DEVELOPER.text());
            Optional<Role> role = named instanceof String text ? Role.of(text) : Optional.empty();
            if (role.isEmpty()) {
                body.add(new Problem(
                        "enum", List.of("body", "role"), "Input should be 'owner', 'developer' or 'readonly'"));
            }
            long days = body.number("days", 1, TokenIssue.MAX_DAYS, DEFAULT_DAYS);
            body.require();
            return new Wish(email, role.orElseThrow(), days);
        }
    }

    private Reply issue(Connection connection, Caller caller, Place place, Wish wish) throws SQLException {
        return issued(TokenIssue.issue(
                connection,
                requireKey(),
                wish.email(),
                wish.role(),
                List.of(place.project()),
                wish.days(),
                caller.email(),
                clock.instant()));
    }

    private Reply invite(Connection connection, Caller caller, Place place, Wish wish) throws SQLException {
        var unused = requireKey();
        String code = Invites.code();
        var expiry = clock.instant().plus(Invites.LIFE);
        Invites.add(
                connection,
                code,
                new Invites.Invite(place.project(), wish.email(), wish.role(), wish.days(), caller.email()),
                expiry);
        return Reply.ok(new JsonMembers()
                .put("code", code)
                .put("email", wish.email())
                .put("role", wish.role().text())
                .put("expires_at", Times.text(expiry)));
    }

    private static Reply list(Connection connection, Place place) throws SQLException {
        List<JsonMembers> tokens = Tokens.all(connection).stream()
                .filter(token -> token.isOf(place.project()))
                .map(token -> new JsonMembers()
                        .put("jti", token.jti())
                        .put("email", token.email())
                        .put("role", token.role())
                        .put("expires_at", token.expiresAt())
                        .put("revoked", token.revoked()))
                .toList();
        return Reply.ok(new JsonMembers().put("tokens", tokens));
    }

    /**
     * Which token is to be refused from now on.
     *
     * @param issuedElsewhere whether the caller knows that this server did not issue it, so that a mistyped id is noticed
     */
    private record Revocation(String jti, boolean issuedElsewhere) {
        static Revocation read(Call call) {
            String jti = call.parameter("jti")
                    .filter(text -> Names.wrong(text).isEmpty())
                    .orElseThrow(() -> Invalid.of(Problem.value("is no id of a token", "path", "jti")));
            return new Revocation(jti, call.query("issued_elsewhere").contains("true"));
        }
    }

    private Reply revoke(Connection connection, Caller caller, Place place, Revocation request) throws SQLException {
        if (!mayRevoke(caller, place, request, Tokens.find(connection, request.jti()))) {
            throw Refusals.notFound("No such token of this project");
        }
        boolean changed = Tokens.revoke(connection, request.jti(), caller.email(), clock.instant());
        return Reply.ok(new JsonMembers()
                .put("message", changed ? "Token revoked" : "Token was revoked already")
                .put("already_revoked", !changed));
    }

    /**
     * A token for other projects too can be revoked only by a caller who administers those as well; a token for all
     * projects, or one issued elsewhere, only by a caller who administers all.
     */
    private static boolean mayRevoke(Caller caller, Place place, Revocation request, Optional<Token> known) {
        if (known.isEmpty()) {
            return request.issuedElsewhere() && caller.everywhere();
        }
        List<String> projects = known.get().projects();
        return projects.isEmpty()
                ? caller.everywhere()
                : projects.contains(place.project()) && projects.stream().allMatch(caller::mayAdminister);
    }

    private OwnKey requireKey() {
        return key.orElseThrow(() -> new Refusal(NOT_IMPLEMENTED, "This server has no key that makes tokens"));
    }

    private static Reply issued(Issued issued) {
        return Reply.ok(new JsonMembers()
                .put("token", issued.text())
                .put("jti", issued.token().jti())
                .put("email", issued.token().email())
                .put("role", issued.token().role())
                .put("expires_at", issued.token().expiresAt()));
    }

    /** Turns the code of an invite into a token; whoever has the code may. */
    private final class Join implements Route {
        private final Operation operation;

        Join(Operation operation) {
            this.operation = operation;
        }

        @Override
        public Operation operation() {
            return operation;
        }

        @Override
        public Reply answer(Call call, Session session) {
            BodyMembers body = BodyMembers.of(call);
            String code = body.text("code", any -> Optional.empty());
            body.require();
            String project = Names.claimed(call, EnvRoute.PROJECT);
            return session.change(connection -> {
                Invites.Invite invite = Names.wrong(project).isPresent()
                        ? null
                        : Invites.take(connection, project, code, clock.instant())
                                .orElse(null);
                if (invite == null) {
                    throw Refusals.notFound("No such invite: it was used, has expired, or is of another project");
                }
                Issued issued = TokenIssue.issue(
                        connection,
                        requireKey(),
                        invite.email(),
                        invite.role(),
                        List.of(project),
                        invite.days(),
                        invite.by(),
                        clock.instant());
                Principal principal = new Principal(
                        Optional.of(invite.email()),
                        invite.role().text(),
                        Optional.of(issued.token().jti()));
                return Answer.logged(issued(issued), AuditEntry.of(project, Optional.empty(), Optional.of(principal)));
            });
        }
    }
}

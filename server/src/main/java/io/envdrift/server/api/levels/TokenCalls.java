package io.envdrift.server.api.levels;

import io.envdrift.base.Secret;
import io.envdrift.json.JsonMembers;
import io.envdrift.json.JsonObject;
import io.envdrift.levels.protocol.TokenEntry;
import io.envdrift.server.api.levels.LevelsCall.At;
import io.envdrift.server.api.levels.Tokens.Token;
import io.envdrift.server.pipeline.Call;
import io.envdrift.server.pipeline.Operation;
import io.envdrift.server.pipeline.Reply;
import io.envdrift.server.store.Timestamps;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Tokens: list, make, show, change, rotate, delete. No caller can make, change or renew a token with more rights than
 * their own.
 */
final class TokenCalls {
    private static final String LIST = Paths.LONG + "/api-keys";
    private static final String TYPE = "api-keys";
    private static final int MAX_ABILITIES = 100;

    private TokenCalls() {}

    static List<LevelsCall<?, ?>> calls() {
        String single = LIST + "/{id}";
        return List.of(
                LevelsCall.of(
                        Operation.reading("token_list", "GET", LIST),
                        call -> call,
                        call -> Demand.ofOrganization("api-token:read"),
                        TokenCalls::list),
                LevelsCall.of(
                        Operation.changing("token_create", "POST", LIST),
                        call -> Bodies.read(call, Wish::toMake),
                        wish -> Demand.ofOrganization("api-token:create"),
                        TokenCalls::create),
                LevelsCall.of(
                        Operation.reading("token_show", "GET", single),
                        TokenCalls::id,
                        id -> Demand.ofOrganization("api-token:read"),
                        (at, id) -> Replies.ok(Replies.data(resource(require(at, id))))),
                LevelsCall.of(
                        Operation.changing("token_update", "PUT", single),
                        call -> Bodies.read(call, json -> Wish.toChange(id(call), json)),
                        wish -> Demand.ofOrganization("api-token:update"),
                        TokenCalls::change),
                LevelsCall.of(
                        Operation.changing("token_delete", "DELETE", single),
                        TokenCalls::id,
                        id -> Demand.ofOrganization("api-token:delete"),
                        TokenCalls::remove),
                LevelsCall.of(
                        Operation.changing("token_rotate", "POST", single + "/rotate"),
                        TokenCalls::id,
                        id -> Demand.ofOrganization("api-token:update"),
                        TokenCalls::rotate));
    }

    private record Wish(
            String id,
            Optional<String> name,
            Optional<List<String>> abilities,
            Optional<List<String>> limits,
            boolean changesExpiry,
            Optional<Instant> expiry,
            Optional<String> member) {
        static Wish toMake(JsonObject json) {
            Bodies.requireText(json, "name");
            Wish wish = toChange("", json);
            if (wish.abilities().isEmpty() || wish.abilities().get().isEmpty()) {
                throw Refused.invalid("abilities", "abilities required");
            }
            return wish;
        }

        static Wish toChange(String id, JsonObject json) {
            Optional<List<String>> abilities = json.texts("abilities");
            if (abilities.isPresent()
                    && (abilities.get().size() > MAX_ABILITIES
                            || !abilities.get().stream().allMatch(Scopes::isKnown))) {
                throw Refused.invalid("abilities", "abilities must be scopes, as in secret:read");
            }
            Optional<List<String>> limits = json.texts("limits");
            if (limits.isPresent()
                    && (limits.get().size() > Limits.MOST
                            || !limits.get().stream().allMatch(Limits::isWellFormed))) {
                throw Refused.invalid("limits", "limits must be paths, as in acme-store/backend/*");
            }
            return new Wish(
                    id,
                    Bodies.name(json),
                    abilities,
                    limits,
                    json.members().containsKey("expires_at"),
                    Bodies.time(json, "expires_at"),
                    Bodies.text(json, "member").map(MemberCalls::comparable));
        }
    }

    private static String id(Call call) {
        return call.parameter("id")
                .filter(id -> id.matches("[0-9A-Z]{26}"))
                .orElseThrow(() -> Refused.notFound("token"));
    }

    private static Token require(At at, String id) throws SQLException {
        return Tokens.find(at.connection(), at.organization(), id).orElseThrow(() -> Refused.notFound("token"));
    }

    /** A token's id stands for its slug, so the oldest come first. */
    private static Reply list(At at, Call call) throws SQLException {
        List<Token> tokens = Tokens.all(at.connection(), at.organization());
        return Replies.ok(
                new Listing<>(Token::name, Token::id, Token::createdAt).answer(call, tokens, TokenCalls::resource));
    }

    private static Reply create(At at, Wish wish) throws SQLException {
        List<String> abilities = wish.abilities().orElseThrow();
        at.caller().requireAll(abilities);
        Token token = new Token(
                Ulid.make(at.now()),
                wish.name().orElseThrow(),
                member(at, wish),
                abilities,
                wish.limits().orElse(List.of()),
                Timestamps.text(at.now()),
                expiry(at, wish),
                Optional.empty());
        Secret text = TokenText.make(at.organization());
        Tokens.add(
                at.connection(),
                at.organization(),
                TokenText.digest(text.reveal()),
                token,
                at.caller().id().orElse(at.caller().name()),
                at.now());
        return Replies.created(new JsonMembers()
                .put("token", shown(token, text))
                .put("api_key", entry(token).members()));
    }

    /**
     * A caller who is bound by a role makes tokens that are bound by it as well, unless they may change roles anyway.
     */
    private static Optional<String> member(At at, Wish wish) throws SQLException {
        Optional<String> own = at.caller().member();
        Optional<String> member = wish.member();
        if (own.isPresent() && !at.caller().may("member:update")) {
            if (member.isPresent() && !member.equals(own)) {
                throw Refused.invalid("member", "member must be you");
            }
            return own;
        }
        if (member.isPresent()
                && Members.find(at.connection(), at.organization(), member.get())
                        .isEmpty()) {
            throw Refused.invalid("member", "member must be a member of the organization");
        }
        return member;
    }

    private static Optional<String> expiry(At at, Wish wish) {
        if (wish.expiry().isPresent() && !wish.expiry().get().isAfter(at.now())) {
            throw Refused.invalid("expires_at", "expires_at must be in the future");
        }
        return wish.expiry().map(Timestamps::text);
    }

    private static Reply change(At at, Wish wish) throws SQLException {
        Token old = require(at, wish.id());
        at.caller().requireAll(old.abilities());
        List<String> abilities = wish.abilities().orElse(old.abilities());
        at.caller().requireAll(abilities);
        Token changed = new Token(
                old.id(),
                wish.name().orElse(old.name()),
                old.member(),
                abilities,
                wish.limits().orElse(old.limits()),
                old.createdAt(),
                wish.changesExpiry() ? expiry(at, wish) : old.expiresAt(),
                old.lastUsedAt());
        Tokens.change(at.connection(), changed);
        return Replies.ok(Replies.data(resource(changed)));
    }

    private static Reply remove(At at, String id) throws SQLException {
        at.caller().requireAll(require(at, id).abilities());
        Tokens.remove(at.connection(), id);
        return Replies.nothing();
    }

    private static Reply rotate(At at, String id) throws SQLException {
        Token token = require(at, id);
        at.caller().requireAll(token.abilities());
        Secret text = TokenText.make(at.organization());
        Tokens.rotate(at.connection(), id, TokenText.digest(text.reveal()), at.now());
        return Replies.ok(Replies.data(new JsonMembers()
                .put("token", text.reveal())
                .put("api_key", entry(token).members())));
    }

    /** Returns a token with its text, as it is shown once. */
    static JsonMembers shown(Token token, Secret text) {
        return entry(token).members().put("token", text.reveal());
    }

    private static JsonMembers resource(Token token) {
        return Replies.resource(
                TYPE,
                token.id(),
                entry(token).members().putNullable("member", token.member()).put("created_at", token.createdAt()));
    }

    private static TokenEntry entry(Token token) {
        return new TokenEntry(
                token.id(), token.name(), token.abilities(), token.limits(), token.expiresAt(), token.lastUsedAt());
    }
}

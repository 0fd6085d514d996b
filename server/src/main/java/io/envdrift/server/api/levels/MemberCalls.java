package io.envdrift.server.api.levels;

import io.envdrift.json.JsonMembers;
import io.envdrift.json.JsonObject;
import io.envdrift.levels.protocol.LevelsRefusal;
import io.envdrift.server.api.levels.LevelsCall.At;
import io.envdrift.server.api.levels.Members.Member;
import io.envdrift.server.pipeline.Call;
import io.envdrift.server.pipeline.Operation;
import io.envdrift.server.pipeline.Reply;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Members of an organization and their roles. No caller can give, change or take away a role with more rights than
 * their own.
 */
final class MemberCalls {
    private static final String LIST = Paths.LONG + "/members";
    private static final Pattern EMAIL = Pattern.compile("[^\\s@:\\p{Cntrl}]{1,64}@[^\\s@\\p{Cntrl}]{1,255}");
    /** Who an identity provider says that a job is, as in {@code repo:acme/app:environment:production}. */
    private static final Pattern SUBJECT = Pattern.compile("[^\\s\\p{Cntrl}:]+:[^\\s\\p{Cntrl}]+");

    private static final int MAX_SUBJECT = 320;

    private MemberCalls() {}

    static List<LevelsCall<?, ?>> calls() {
        String single = LIST + "/{email}";
        return List.of(
                LevelsCall.of(
                        Operation.reading("member_list", "GET", LIST),
                        call -> call,
                        call -> Demand.ofOrganization("member:read"),
                        MemberCalls::list),
                LevelsCall.of(
                        Operation.changing("member_create", "POST", LIST),
                        call -> Bodies.read(call, json -> new Wish(email(json), role(json))),
                        wish -> Demand.ofOrganization("member:create"),
                        MemberCalls::create),
                LevelsCall.of(
                        Operation.changing("member_update", "PATCH", single),
                        call -> Bodies.read(call, json -> new Wish(email(call), role(json))),
                        wish -> Demand.ofOrganization("member:update"),
                        MemberCalls::change),
                LevelsCall.of(
                        Operation.changing("member_delete", "DELETE", single),
                        MemberCalls::email,
                        email -> Demand.ofOrganization("member:delete"),
                        MemberCalls::remove));
    }

    private record Wish(String email, Role role) {}

    private static String email(JsonObject json) {
        String email = comparable(Bodies.requireText(json, "email"));
        if (!isName(email)) {
            throw Refused.invalid("email", "email must be an e-mail address, or the subject of an identity provider");
        }
        return email;
    }

    private static boolean isName(String text) {
        return EMAIL.matcher(text).matches()
                || text.length() <= MAX_SUBJECT && SUBJECT.matcher(text).matches();
    }

    /** Returns a name as it is stored: letter case counts in subjects, where branches stand, and not in e-mail addresses. */
    static String comparable(String name) {
        return EMAIL.matcher(name).matches() ? name.toLowerCase(Locale.ROOT) : name;
    }

    private static String email(Call call) {
        return call.parameter("email")
                .map(MemberCalls::comparable)
                .filter(MemberCalls::isName)
                .orElseThrow(() -> Refused.notFound("member"));
    }

    private static Role role(JsonObject json) {
        return Role.of(Bodies.requireText(json, "role"))
                .orElseThrow(() -> Refused.invalid(
                        "role",
                        "role must be owner, administrator, member, developer, auditor, billing_manager or api_user"));
    }

    private static Reply list(At at, Call call) throws SQLException {
        List<Member> members = Members.all(at.connection(), at.organization());
        return Replies.ok(new Listing<>(Member::email, Member::email, Member::createdAt)
                .answer(call, members, MemberCalls::resource));
    }

    private static Reply create(At at, Wish wish) throws SQLException {
        at.caller().requireAll(List.copyOf(wish.role().scopes()));
        if (!Members.add(at.connection(), at.organization(), wish.email(), wish.role(), at.now())) {
            throw Refused.of(LevelsRefusal.ALREADY_EXISTS, "There is a member of this e-mail already");
        }
        return Replies.created(Replies.data(resource(require(at, wish.email()))));
    }

    private static Reply change(At at, Wish wish) throws SQLException {
        at.caller().requireAll(List.copyOf(require(at, wish.email()).role().scopes()));
        at.caller().requireAll(List.copyOf(wish.role().scopes()));
        Members.change(at.connection(), at.organization(), wish.email(), wish.role());
        return Replies.ok(Replies.data(resource(require(at, wish.email()))));
    }

    private static Reply remove(At at, String email) throws SQLException {
        at.caller().requireAll(List.copyOf(require(at, email).role().scopes()));
        Members.remove(at.connection(), at.organization(), email);
        return Replies.nothing();
    }

    private static Member require(At at, String email) throws SQLException {
        return Members.find(at.connection(), at.organization(), email).orElseThrow(() -> Refused.notFound("member"));
    }

    private static JsonMembers resource(Member member) {
        return Replies.resource(
                "members",
                member.email(),
                new JsonMembers()
                        .put("email", member.email())
                        .put("role", member.role().word())
                        .put("created_at", member.createdAt()));
    }
}

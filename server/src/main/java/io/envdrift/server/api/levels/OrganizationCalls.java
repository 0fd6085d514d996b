package io.envdrift.server.api.levels;

import io.envdrift.json.JsonMembers;
import io.envdrift.json.JsonObject;
import io.envdrift.server.api.levels.LevelsCall.At;
import io.envdrift.server.pipeline.Operation;
import io.envdrift.server.pipeline.Reply;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Organizations, and who a token is. */
final class OrganizationCalls {
    static final String LIST = "/api/v1/organizations";
    private static final String TYPE = "organizations";

    private OrganizationCalls() {}

    static List<LevelsCall<?, ?>> calls() {
        return List.of(
                LevelsCall.of(
                        Operation.reading("user_show", "GET", "/api/v1/user"),
                        call -> call,
                        call -> Demand.anywhere(),
                        (at, call) -> user(at)),
                LevelsCall.of(
                        Operation.reading("organization_current", "GET", "/api/v1/organization"),
                        call -> call,
                        call -> Demand.anywhere(),
                        (at, call) ->
                                Replies.ok(Replies.data(resource(at.caller().organization())))),
                LevelsCall.of(
                        Operation.reading("organization_list", "GET", LIST),
                        Page::of,
                        page -> Demand.anywhere(),
                        (at, page) -> Replies.ok(
                                page.answer(page.of(List.of(resource(at.caller().organization()))), 1))),
                LevelsCall.of(
                        Operation.reading("organization_show", "GET", Paths.LONG),
                        call -> call,
                        call -> Demand.anywhere("organization:read"),
                        (at, call) ->
                                Replies.ok(Replies.data(resource(at.caller().organization())))),
                change("organization_update", "PATCH"),
                change("organization_replace", "PUT"),
                LevelsCall.of(
                        Operation.changing("organization_delete", "DELETE", Paths.LONG),
                        call -> call,
                        call -> Demand.ofOrganization("organization:delete"),
                        (at, call) -> {
                            Organizations.remove(at.connection(), at.organization());
                            return Replies.nothing();
                        }));
    }

    private static LevelsCall<?, ?> change(String name, String method) {
        return LevelsCall.of(
                Operation.changing(name, method, Paths.LONG),
                call -> Bodies.read(call, Change::read),
                wish -> Demand.ofOrganization("organization:update"),
                OrganizationCalls::change);
    }

    private record Change(Optional<String> name, Optional<String> slug) {
        static Change read(JsonObject json) {
            return new Change(Bodies.name(json), Slugs.find(json));
        }
    }

    private static Reply change(At at, Change wish) throws SQLException {
        StoredOrganization old = at.caller().organization();
        StoredOrganization changed = new StoredOrganization(
                old.id(), wish.name().orElse(old.name()), wish.slug().orElse(old.slug()), old.createdAt());
        if (Organizations.isTaken(at.connection(), changed.slug(), old.id())) {
            throw ProjectCalls.taken(changed.slug());
        }
        Organizations.change(at.connection(), changed);
        return Replies.ok(Replies.data(resource(changed)));
    }

    private static Reply user(At at) {
        Caller caller = at.caller();
        StoredOrganization organization = caller.organization();
        JsonMembers user = new JsonMembers()
                .put("name", caller.member().orElse(caller.name()))
                .putNullable("email", caller.member())
                .put("is_verified", caller.member().isPresent())
                .put("abilities", List.copyOf(caller.scopes()));
        if (!caller.limits().areNone()) {
            // The hosted service knows no limits, and its answer has no such member.
            user.put("limits", caller.limits().texts());
        }
        JsonMembers included = new JsonMembers()
                .put("ulid", organization.id())
                .put("name", organization.name())
                .put("slug", organization.slug())
                .putNullable("role", caller.role().map(Role::word));
        return Replies.ok(new JsonMembers()
                .put("data", Replies.resource("users", caller.id().orElse(caller.name()), user))
                .put("included", List.of(Replies.resource(TYPE, organization.id(), included))));
    }

    static JsonMembers resource(StoredOrganization organization) {
        return Replies.resource(
                TYPE,
                organization.id(),
                new JsonMembers()
                        .put("ulid", organization.id())
                        .put("name", organization.name())
                        .put("slug", organization.slug())
                        .put("created_at", organization.createdAt()));
    }
}

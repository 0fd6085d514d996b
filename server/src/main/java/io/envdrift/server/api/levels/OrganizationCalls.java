package io.envdrift.server.api.levels;

import io.envdrift.json.JsonMembers;
import io.envdrift.json.JsonObject;
import io.envdrift.levels.protocol.LevelsRefusal;
import io.envdrift.server.api.levels.LevelsRoute.At;
import io.envdrift.server.api.levels.LevelsRoute.Entrance;
import io.envdrift.server.pipeline.Answer;
import io.envdrift.server.pipeline.AuditEntry;
import io.envdrift.server.pipeline.Call;
import io.envdrift.server.pipeline.Operation;
import io.envdrift.server.pipeline.OperatorGuard;
import io.envdrift.server.pipeline.Reply;
import io.envdrift.server.pipeline.Route;
import io.envdrift.server.pipeline.Session;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Organizations, and who a token is. */
final class OrganizationCalls {
    private static final String LIST = "/api/v1/organizations";
    private static final String TYPE = "organizations";

    private final Entrance entrance;
    private final OperatorGuard guard;

    OrganizationCalls(Entrance entrance, OperatorGuard guard) {
        this.entrance = entrance;
        this.guard = guard;
    }

    List<Route> routes() {
        return List.of(
                LevelsRoute.of(
                        Operation.reading("user_show", "GET", "/api/v1/user"),
                        entrance,
                        call -> call,
                        call -> Demand.anywhere(),
                        (at, call) -> user(at)),
                LevelsRoute.of(
                        Operation.reading("organization_current", "GET", "/api/v1/organization"),
                        entrance,
                        call -> call,
                        call -> Demand.anywhere(),
                        (at, call) ->
                                Replies.ok(Replies.data(resource(at.caller().organization())))),
                LevelsRoute.of(
                        Operation.reading("organization_list", "GET", LIST),
                        entrance,
                        Page::of,
                        page -> Demand.anywhere(),
                        (at, page) -> Replies.ok(
                                page.answer(page.of(List.of(resource(at.caller().organization()))), 1))),
                new Create(
                        Operation.changing("organization_create", "POST", LIST).forAnybody()),
                LevelsRoute.of(
                        Operation.reading("organization_show", "GET", Paths.LONG),
                        entrance,
                        call -> call,
                        call -> Demand.anywhere("organization:read"),
                        (at, call) ->
                                Replies.ok(Replies.data(resource(at.caller().organization())))),
                change("organization_update", "PATCH"),
                change("organization_replace", "PUT"),
                LevelsRoute.of(
                        Operation.changing("organization_delete", "DELETE", Paths.LONG),
                        entrance,
                        call -> call,
                        call -> Demand.ofOrganization("organization:delete"),
                        (at, call) -> {
                            Organizations.remove(at.connection(), at.organization());
                            return Replies.nothing();
                        }));
    }

    private Route change(String name, String method) {
        return LevelsRoute.of(
                Operation.changing(name, method, Paths.LONG),
                entrance,
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

    /** Makes an organization and its first token, for whoever shows the operator's token. */
    private final class Create implements Route {
        private final Operation operation;

        Create(Operation operation) {
            this.operation = operation;
        }

        @Override
        public Operation operation() {
            return operation;
        }

        @Override
        public Reply answer(Call call, Session session) {
            if (!guard.admits(call)) {
                throw Refused.of(LevelsRefusal.UNAUTHENTICATED, "The operator's create token is required");
            }
            Founding wish = Bodies.read(call, Founding::read);
            return Replies.dressed(session.change(connection -> {
                Founded founded = Founded.found(connection, wish.name(), wish.slug(), session.now());
                JsonMembers answer = Replies.data(resource(founded.organization()))
                        .put("token", TokenCalls.shown(founded.owner(), founded.token()));
                return Answer.logged(
                        Replies.created(answer),
                        AuditEntry.of(founded.organization().id(), Optional.empty(), Optional.of(Founded.OPERATOR)));
            }));
        }
    }

    private record Founding(String name, String slug) {
        static Founding read(JsonObject json) {
            String name = Bodies.requireText(json, "name");
            return new Founding(name, Slugs.findOrMake(json, name));
        }
    }
}

package io.envdrift.server.api.levels;

import io.envdrift.json.JsonMembers;
import io.envdrift.json.JsonObject;
import io.envdrift.levels.protocol.LevelsRefusal;
import io.envdrift.server.pipeline.Answer;
import io.envdrift.server.pipeline.AuditEntry;
import io.envdrift.server.pipeline.Call;
import io.envdrift.server.pipeline.Operation;
import io.envdrift.server.pipeline.OperatorGuard;
import io.envdrift.server.pipeline.Reply;
import io.envdrift.server.pipeline.Route;
import io.envdrift.server.pipeline.Session;
import java.util.Optional;

/** Makes an organization and its first token, for whoever shows the operator's token. */
record FoundingRoute(OperatorGuard guard) implements Route {
    @Override
    public Operation operation() {
        return Operation.changing("organization_create", "POST", OrganizationCalls.LIST)
                .forAnybody();
    }

    @Override
    public Reply answer(Call call, Session session) {
        if (!guard.admits(call)) {
            throw Refused.of(LevelsRefusal.UNAUTHENTICATED, "The operator's create token is required");
        }
        Founding wish = Bodies.read(call, Founding::read);
        return Replies.dressed(session.change(connection -> {
            Founded founded = Founded.found(connection, wish.name(), wish.slug(), session.now());
            JsonMembers answer = Replies.data(OrganizationCalls.resource(founded.organization()))
                    .put("token", TokenCalls.shown(founded.owner(), founded.token()));
            return Answer.logged(
                    Replies.created(answer),
                    AuditEntry.of(founded.organization().id(), Optional.empty(), Optional.of(Founded.OPERATOR)));
        }));
    }

    private record Founding(String name, String slug) {
        static Founding read(JsonObject json) {
            String name = Bodies.requireText(json, "name");
            return new Founding(name, Slugs.findOrMake(json, name));
        }
    }
}

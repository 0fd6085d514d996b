package io.envdrift.server.api.envsync;

import io.envdrift.envsync.protocol.EnvSyncRefusal;
import io.envdrift.json.JsonMembers;
import io.envdrift.server.pipeline.Call;
import io.envdrift.server.pipeline.Operation;
import io.envdrift.server.pipeline.Reply;
import io.envdrift.server.pipeline.Route;
import io.envdrift.server.pipeline.Session;

/**
 * Tells the caller whose token it sent. The token's text does not always tell: for a token of an identity provider,
 * role and projects may come from the operator's settings.
 */
record CallerRoute(Identity identity) implements Route {
    /** No project's name: {@code -} has no call of this name. */
    private static final String PATH = EnvSyncApi.EXTRA + "-/caller";

    @Override
    public Operation operation() {
        return Operation.reading("caller", "GET", PATH);
    }

    @Override
    public Reply answer(Call call, Session session) {
        Caller caller = identity.identify(call);
        if (session.read(connection -> Tokens.isRevoked(connection, caller))) {
            throw Refusals.of(EnvSyncRefusal.INVALID_TOKEN);
        }
        return Reply.ok(new JsonMembers()
                .put("email", caller.email())
                .put("role", caller.role().text())
                .put("projects", caller.projects())
                .put("everywhere", caller.everywhere()));
    }
}

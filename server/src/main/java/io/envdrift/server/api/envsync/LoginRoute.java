package io.envdrift.server.api.envsync;

import io.envdrift.json.JsonMembers;
import io.envdrift.server.pipeline.Call;
import io.envdrift.server.pipeline.Operation;
import io.envdrift.server.pipeline.Reply;
import io.envdrift.server.pipeline.Route;
import io.envdrift.server.pipeline.Session;
import java.util.List;
import java.util.Map;

/** Says at which identity providers people may sign in; they bring the provider's token then. */
record LoginRoute(Map<String, LoginProvider> providers) implements Route {
    /** No project's name: {@code -} has no call of this name. */
    private static final String PATH = EnvSyncApi.EXTRA + "-/login";

    @Override
    public Operation operation() {
        return Operation.reading("login", "GET", PATH).forAnybody();
    }

    @Override
    public Reply answer(Call call, Session session) {
        List<JsonMembers> known = providers.values().stream()
                .map(each -> new JsonMembers()
                        .put("issuer", each.issuer())
                        .put("client_id", each.clientId())
                        .putIfPresent("authorization_endpoint", each.document().endpoint("authorization_endpoint")))
                .toList();
        return Reply.ok(new JsonMembers().put("providers", known));
    }
}

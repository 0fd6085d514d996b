package io.envdrift.server.api.envsync;

import io.envdrift.json.JsonMembers;
import io.envdrift.server.identity.IdentityProvider;
import io.envdrift.server.pipeline.Call;
import io.envdrift.server.pipeline.Operation;
import io.envdrift.server.pipeline.Reply;
import io.envdrift.server.pipeline.Route;
import io.envdrift.server.pipeline.Session;
import java.util.List;

/** Says at which identity providers people may sign in; they bring the provider's token then. */
final class LoginRoute implements Route {
    /** No project's name: {@code -} has no call of this name. */
    private static final String PATH = EnvSyncApi.EXTRA + "-/login";

    private final Reply reply;

    LoginRoute(List<IdentityProvider> providers) {
        List<JsonMembers> known = providers.stream()
                .filter(each -> each.clientId().isPresent())
                .map(each -> new JsonMembers()
                        .put("issuer", each.issuer())
                        .put("client_id", each.clientId().orElseThrow()))
                .toList();
        this.reply = Reply.json(200, new JsonMembers().put("providers", known).toJson());
    }

    @Override
    public Operation operation() {
        return Operation.reading("login", "GET", PATH).forAnybody();
    }

    @Override
    public Reply answer(Call call, Session session) {
        return reply;
    }
}

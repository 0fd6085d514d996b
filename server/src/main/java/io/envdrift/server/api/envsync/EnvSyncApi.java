package io.envdrift.server.api.envsync;

import io.envdrift.base.Secret;
import io.envdrift.envsync.protocol.EnvSyncRefusal;
import io.envdrift.json.JsonMembers;
import io.envdrift.server.identity.IdentityProviders;
import io.envdrift.server.pipeline.Api;
import io.envdrift.server.pipeline.Call;
import io.envdrift.server.pipeline.Refusal;
import io.envdrift.server.pipeline.Reply;
import io.envdrift.server.pipeline.Route;
import io.envdrift.server.pipeline.Session;
import io.envdrift.server.seal.Sealer;
import io.envdrift.server.store.Database;
import io.envdrift.server.store.Quotas;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** EnvSync: the original's calls under {@code /env}, and what it does not have under {@code /api/v1/envsync}. */
public final class EnvSyncApi implements Api {
    /** The name in the audit log and the metrics. */
    public static final String NAME = "envsync";

    static final String EXTRA = "/api/v1/envsync/";

    private final Identity identity;
    private final List<Route> routes;

    private EnvSyncApi(
            Identity identity, Optional<OwnKey> key, TokenSettings settings, Quotas quotas, InstantSource clock) {
        this.identity = identity;
        Storing storing = new Storing(quotas, clock);
        Map<String, LoginProvider> people = LoginProvider.of(settings.providers(), clock);
        this.routes = Stream.of(
                        new EnvCalls(identity, storing).routes(),
                        new HistoryCalls(identity, storing).routes(),
                        new TokenCalls(identity, key, clock).routes(),
                        new InviteCalls(identity, clock).routes(),
                        List.<Route>of(new LoginRoute(people), new CodeRoute(people), new CallerRoute(identity)))
                .flatMap(List::stream)
                .toList();
    }

    /**
     * Opens the API, if there is anything to know callers by: a configured key, one that {@code envdrift-server token} made,
     * or an identity provider.
     *
     * @param loopback whether nobody but this machine can reach the server
     * @throws io.envdrift.base.EnvdriftException {@code SERVER} when the key is weak, published, or does not fit
     */
    public static Optional<Api> open(
            TokenSettings settings,
            boolean loopback,
            Quotas quotas,
            Database database,
            Sealer sealer,
            InstantSource clock) {
        Optional<Secret> text = settings.key().isPresent()
                ? settings.key()
                : database.read(connection -> SealedKey.find(connection, sealer));
        Optional<OwnKey> key = text.map(secret -> OwnKey.of(secret, settings.algorithm(), loopback));
        if (key.isEmpty() && settings.providers().isEmpty()) {
            return Optional.empty();
        }
        boolean original = loopback || settings.original();
        Identity identity = new Identity(key, new IdentityProviders(settings.providers(), clock), original, clock);
        return Optional.of(new EnvSyncApi(identity, key, settings, quotas, clock));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> prefixes() {
        return List.of("/env/", EXTRA);
    }

    @Override
    public List<Route> routes() {
        return routes;
    }

    @Override
    public Reply refused(Refusal refusal) {
        Object detail = refusal instanceof Invalid invalid ? invalid.details() : refusal.text();
        return Reply.json(refusal.status(), new JsonMembers().put("detail", detail))
                .with(refusal.headers());
    }

    @Override
    public Refusal unknown(List<String> methods) {
        return methods.isEmpty() ? Refusals.of(EnvSyncRefusal.NOT_FOUND) : Refusal.unknownMethod(methods);
    }

    @Override
    public boolean isOwner(Call call, Session session) {
        try {
            Caller caller = identity.identify(call);
            return caller.role() == Role.OWNER && !session.read(connection -> Tokens.isRevoked(connection, caller));
        } catch (Refusal e) {
            return false;
        }
    }
}

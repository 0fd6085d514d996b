package io.envdrift.server.api.vaultenv;

import io.envdrift.server.pipeline.Api;
import io.envdrift.server.pipeline.Call;
import io.envdrift.server.pipeline.Cors;
import io.envdrift.server.pipeline.OperatorGuard;
import io.envdrift.server.pipeline.Refusal;
import io.envdrift.server.pipeline.Reply;
import io.envdrift.server.pipeline.Route;
import io.envdrift.server.pipeline.Session;
import io.envdrift.server.seal.Sealer;
import io.envdrift.server.store.Quotas;
import io.envdrift.vaultenv.protocol.Endpoint;
import io.envdrift.vaultenv.protocol.ErrorMessage;
import io.envdrift.vaultenv.protocol.VaultEnvRefusal;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** The vault-env protocol. It answers for every path that no other API has, as the original's server does. */
public final class VaultEnvApi implements Api {
    /** The name in the audit log and the metrics. */
    public static final String NAME = "vault-env";

    private static final Cors ANY_PAGE =
            new Cors.Any("POST, GET, OPTIONS", "Content-Type, " + Endpoint.SIGNATURE_HEADER + ", Authorization");

    /** Says which project's key signed a call of another API; its id is what is signed in the place of a body. */
    private static final String PROJECT_HEADER = "X-Vault-Project";

    private static final int MAX_ID = 100;

    private final SignatureIdentity identity;
    private final List<VaultEnvRoute> routes;

    /** Creates the API; {@code sealer} keeps the projects' signing keys. */
    public VaultEnvApi(OperatorGuard guard, Quotas quotas, Sealer sealer, InstantSource clock) {
        this.identity = new SignatureIdentity(sealer, clock);
        this.routes = Stream.<List<? extends VaultEnvRoute>>of(
                        new ProjectApi(guard, quotas, sealer, clock).routes(),
                        new DeviceApi(identity, clock).routes(),
                        new SecretsApi(identity, quotas, clock).routes(),
                        AuditApi.routes(identity))
                .<VaultEnvRoute>flatMap(List::stream)
                .toList();
    }

    /** Returns the calls of the protocol. */
    public List<VaultEnvRoute> calls() {
        return routes;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> prefixes() {
        return List.of("/");
    }

    @Override
    public List<Route> routes() {
        return List.copyOf(routes);
    }

    @Override
    public Reply refused(Refusal refusal) {
        return Reply.json(refusal.status(), new ErrorMessage(refusal.text()).toJson());
    }

    /** A wrong method is an unknown path, as in the original. */
    @Override
    public Refusal unknown(List<String> methods) {
        return Refusals.of(VaultEnvRefusal.PATH_NOT_FOUND);
    }

    @Override
    public Cors cors() {
        return ANY_PAGE;
    }

    @Override
    public boolean isOwner(Call call, Session session) {
        return call.headers()
                .first(PROJECT_HEADER)
                .filter(id -> !id.isEmpty() && id.length() <= MAX_ID)
                .flatMap(id -> session.read(connection -> Projects.find(connection, id)))
                .map(project -> identity.signed(project, call))
                .orElse(false);
    }
}

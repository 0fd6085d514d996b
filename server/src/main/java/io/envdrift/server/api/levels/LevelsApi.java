package io.envdrift.server.api.levels;

import io.envdrift.json.JsonMembers;
import io.envdrift.server.identity.IdentityProviders;
import io.envdrift.server.pipeline.Api;
import io.envdrift.server.pipeline.Call;
import io.envdrift.server.pipeline.OperatorGuard;
import io.envdrift.server.pipeline.Refusal;
import io.envdrift.server.pipeline.Reply;
import io.envdrift.server.pipeline.Route;
import io.envdrift.server.pipeline.Session;
import io.envdrift.server.seal.Sealer;
import io.envdrift.server.store.Quotas;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** Levels: the original's calls under {@code /api/v1/{organization}} and what it does not have. */
public final class LevelsApi implements Api {
    /** The name in the audit log and the metrics. */
    public static final String NAME = "levels";

    private static final int TOO_MANY = 429;
    private static final int TOO_MANY_SECONDS = 60;

    private final Gate gate;
    private final List<Route> routes;

    /**
     * Creates the API.
     *
     * @param guard who may make organizations
     * @param providers whose tokens are let into organizations
     * @param callsPerMinute how many calls an organization may make per minute; 0 for any number
     */
    public LevelsApi(
            OperatorGuard guard,
            IdentityProviders providers,
            Quotas quotas,
            long callsPerMinute,
            Sealer sealer,
            InstantSource clock) {
        this.gate = new Gate(new SignIn(providers));
        KeyStore keys = new KeyStore(sealer);
        DataKeys dataKeys = new DataKeys(keys, clock);
        Reencryption reencryption = new Reencryption(dataKeys);
        Writing writing = new Writing(keys, quotas);
        LevelsRoute.Entrance entrance = new LevelsRoute.Entrance(gate, new CallLimit(callsPerMinute, clock));
        KeyCalls keyCalls = new KeyCalls(entrance, keys);
        this.routes = Stream.of(
                        new OrganizationCalls(entrance, guard).routes(),
                        new ProjectCalls(entrance, keys, quotas).routes(),
                        new HierarchyCalls(entrance).routes(),
                        new SecretsCalls(entrance, dataKeys, keyCalls).routes(),
                        new WriteCalls(entrance, writing).routes(),
                        new VersionCalls(entrance, dataKeys).routes(),
                        new RestoreCalls(entrance, writing, dataKeys).routes(),
                        keyCalls.routes(),
                        new RotationCalls(entrance, keys, dataKeys, reencryption).routes(),
                        new ClientRotationCalls(entrance, keys, writing, sealer).routes(),
                        new HistoryCalls(entrance, writing, dataKeys, reencryption).routes(),
                        new CustodyCalls(entrance, keys, dataKeys, writing, reencryption).routes(),
                        new TokenCalls(entrance).routes(),
                        new MemberCalls(entrance).routes(),
                        new AuditCalls(entrance).routes())
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public String name() {
        return NAME;
    }

    /** What matches no operation is answered in vault-env's form, which has all of {@code /api/v1}. */
    @Override
    public List<String> prefixes() {
        return List.of();
    }

    @Override
    public List<Route> routes() {
        return routes;
    }

    @Override
    public Reply refused(Refusal refusal) {
        return Replies.dressed(bare(refusal));
    }

    private static Reply bare(Refusal refusal) {
        if (refusal instanceof Refused refused) {
            return Reply.json(refusal.status(), refused.json().toBytes()).with(refused.headers());
        }
        Reply reply = Reply.json(
                refusal.status(),
                Refused.members(word(refusal.status()), refusal.text(), new JsonMembers())
                        .toJson());
        if (refusal instanceof Refusal.UnknownMethod unknown) {
            return reply.with("Allow", unknown.allowed());
        }
        return refusal.status() == TOO_MANY ? reply.with("Retry-After", Integer.toString(TOO_MANY_SECONDS)) : reply;
    }

    /** The words for what the pipeline says of any API. */
    private static String word(int status) {
        return switch (status) {
            case 405 -> "method_not_allowed";
            case 408 -> "request_timeout";
            case 413 -> "payload_too_large";
            case TOO_MANY -> "rate_limit_exceeded";
            case 503 -> "service_unavailable";
            default -> status < 500 ? "invalid_request" : "server_error";
        };
    }

    @Override
    public Refusal unknown(List<String> methods) {
        return Refusal.unknownMethod(methods);
    }

    @Override
    public boolean isOwner(Call call, Session session) {
        try {
            Gate.Credential credential = gate.credential(call);
            Caller caller = session.read(connection -> Gate.identify(connection, credential, call, session));
            return caller.may(Scopes.ALL) && caller.limits().areNone();
        } catch (Refusal e) {
            return false;
        }
    }
}

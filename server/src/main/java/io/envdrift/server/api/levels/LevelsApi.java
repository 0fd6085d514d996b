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
    private static final String TOO_MANY_SECONDS = "60";

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
        CallLimit limit = new CallLimit(callsPerMinute, clock);
        KeyCalls keyCalls = new KeyCalls(keys);
        Stream<Route> routes = Stream.of(
                        OrganizationCalls.calls(),
                        new ProjectCalls(keys, quotas).calls(),
                        HierarchyCalls.calls(),
                        new SecretsCalls(dataKeys, keyCalls).calls(),
                        new WriteCalls(writing).calls(),
                        new VersionCalls(dataKeys).calls(),
                        new RestoreCalls(writing, dataKeys).calls(),
                        keyCalls.calls(),
                        new RotationCalls(keys, dataKeys, reencryption).calls(),
                        new ClientRotationCalls(keys, writing, sealer).calls(),
                        new HistoryCalls(writing, dataKeys, reencryption).calls(),
                        new CustodyCalls(keys, dataKeys, writing, reencryption).calls(),
                        TokenCalls.calls(),
                        MemberCalls.calls(),
                        AuditCalls.calls())
                .flatMap(List::stream)
                .map(call -> call.behind(gate, limit));
        this.routes = Stream.concat(Stream.of(new FoundingRoute(guard)), routes).toList();
    }

    @Override
    public String name() {
        return NAME;
    }

    /** Paths without an operation are answered in vault-env's form, which owns all of {@code /api/v1}. */
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
        boolean worded = refusal instanceof Refused;
        JsonMembers json = refusal instanceof Refused refused
                ? refused.json()
                : Refused.members(word(refusal.status()), refusal.text(), new JsonMembers());
        Reply reply = Reply.json(refusal.status(), json).with(refusal.headers());
        return Replies.dressed(
                !worded && refusal.status() == TOO_MANY ? reply.with("Retry-After", TOO_MANY_SECONDS) : reply);
    }

    /** The protocol's words for the refusals of the pipeline. */
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

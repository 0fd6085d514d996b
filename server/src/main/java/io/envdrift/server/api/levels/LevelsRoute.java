package io.envdrift.server.api.levels;

import io.envdrift.server.pipeline.Answer;
import io.envdrift.server.pipeline.AuditEntry;
import io.envdrift.server.pipeline.Call;
import io.envdrift.server.pipeline.Operation;
import io.envdrift.server.pipeline.Operation.Effect;
import io.envdrift.server.pipeline.Reply;
import io.envdrift.server.pipeline.Route;
import io.envdrift.server.pipeline.Session;
import io.envdrift.server.pipeline.Sighting;
import io.envdrift.server.store.Database.Work;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * A call with a token. The order of the checks: the token (401), the organization (404), the form of the request (400, 422), the
 * token's limits (404), its scopes (403), then what is there. So nothing of a body is parsed for a stranger, and outside of a
 * token's slice nothing can be told apart.
 *
 * @param reader reads what is asked
 * @param demand what is needed for it
 * @param preparation what is done before the transaction: slow things, and looking up whose limits matter
 * @param doing runs in a transaction if the operation changes something
 */
record LevelsRoute<Q, P>(
        Operation operation,
        Entrance entrance,
        Function<Call, Q> reader,
        Function<Q, Demand> demand,
        Preparation<Q, P> preparation,
        Doing<P> doing)
        implements Route {
    /** Who is let in. */
    record Entrance(Gate gate, CallLimit limit) {}

    /** What a call works with. */
    record At(Connection connection, Caller caller, Instant now, Call call) {
        String organization() {
            return caller.organization().id();
        }
    }

    /** Prepares a call, outside of any transaction. */
    @FunctionalInterface
    interface Preparation<Q, P> {
        /** Returns what the call works with; may refuse. */
        P prepare(Session session, Caller caller, Q request);
    }

    /** Answers a call. */
    @FunctionalInterface
    interface Doing<P> {
        /** Returns the answer. */
        Reply run(At at, P request) throws SQLException;
    }

    /** Creates a call that needs no preparation. */
    static <Q> LevelsRoute<Q, Q> of(
            Operation operation,
            Entrance entrance,
            Function<Call, Q> reader,
            Function<Q, Demand> demand,
            Doing<Q> doing) {
        return new LevelsRoute<>(operation, entrance, reader, demand, (session, caller, request) -> request, doing);
    }

    @Override
    public Reply answer(Call call, Session session) {
        Caller caller = entrance.gate().identify(call, session);
        CallLimit.Standing standing =
                entrance.limit().count(caller.organization().id());
        try {
            return Replies.dressed(answer(call, session, caller)).with(standing.headers());
        } catch (Refused e) {
            throw e.with(standing.headers());
        }
    }

    private Reply answer(Call call, Session session, Caller caller) {
        Q request = reader.apply(call);
        Demand demanded = demand.apply(request);
        Optional<String> subject = demanded.path().map(Object::toString);
        session.concerns(caller.organization().id(), subject, Optional.of(caller.principal()));
        caller.require(demanded);
        P prepared = preparation.prepare(session, caller, request);
        boolean changes = operation.effect() == Effect.CHANGES;
        Work<Answer> onDatabase = connection -> {
            if (changes) {
                // A write may have waited for others, or for its preparation, for many seconds.
                entrance.gate().requireStill(connection, call, caller, session.now());
            }
            Reply reply = doing.run(new At(connection, caller, session.now(), call), prepared);
            return Answer.logged(reply, entry(caller, subject));
        };
        return changes ? session.change(onDatabase) : session.query(onDatabase);
    }

    private static AuditEntry entry(Caller caller, Optional<String> subject) {
        Optional<Sighting> used = caller.id()
                .map(id -> new Sighting("levels/token/" + id, (connection, time) -> Tokens.used(connection, id, time)));
        return new AuditEntry(caller.organization().id(), subject, Optional.of(caller.principal()), used);
    }
}

package io.envdrift.server.api.levels;

import io.envdrift.server.api.levels.Gate.Credential;
import io.envdrift.server.api.levels.LevelsCall.At;
import io.envdrift.server.pipeline.Answer;
import io.envdrift.server.pipeline.AuditEntry;
import io.envdrift.server.pipeline.Call;
import io.envdrift.server.pipeline.Operation;
import io.envdrift.server.pipeline.Reply;
import io.envdrift.server.pipeline.Route;
import io.envdrift.server.pipeline.Session;
import io.envdrift.server.pipeline.Sighting;
import io.envdrift.server.store.Database.Work;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Admits callers. The order of the checks: the token (401), the organization (404), the form of the request (400, 422),
 * the token's limits (404), its scopes (403), then what is there. So no body is parsed for an unknown caller, and
 * outside of a token's slice existing and missing things look the same.
 */
record LevelsRoute<Q, P>(LevelsCall<Q, P> declared, Gate gate, CallLimit limit) implements Route {
    @Override
    public Operation operation() {
        return declared.operation();
    }

    /** A call that was let in, and its answer if that took nothing but reading. */
    private record Admitted<Q>(
            Caller caller, CallLimit.Standing standing, Q request, Optional<String> subject, Optional<Answer> answer) {
        Admitted<Q> with(Answer found) {
            return new Admitted<>(caller, standing, request, subject, Optional.of(found));
        }
    }

    @Override
    public Reply answer(Call call, Session session) {
        Credential credential = gate.credential(call);
        Admitted<Q> admitted = declared.changes()
                // A body may be large: it is parsed without a connection, of which there are few.
                ? admit(session.read(connection -> Gate.identify(connection, credential, call, session)), call, session)
                // Caller and request on one connection: handing one over costs as much as a short query.
                : session.read(connection -> read(
                        connection,
                        admit(Gate.identify(connection, credential, call, session), call, session),
                        call,
                        session));
        try {
            Reply reply =
                    admitted.answer().map(session::logged).orElseGet(() -> answer(admitted, credential, call, session));
            return Replies.dressed(reply).with(admitted.standing().headers());
        } catch (Refused e) {
            throw e.with(admitted.standing().headers());
        }
    }

    private Admitted<Q> admit(Caller caller, Call call, Session session) {
        CallLimit.Standing standing = limit.count(caller.organization().id());
        try {
            Q request = declared.reader().apply(call);
            Demand demanded = declared.demand().apply(request);
            Optional<String> subject = demanded.path().map(Object::toString);
            session.concerns(caller.organization().id(), subject, Optional.of(caller.principal()));
            caller.require(demanded);
            return new Admitted<>(caller, standing, request, subject, Optional.empty());
        } catch (Refused e) {
            throw e.with(standing.headers());
        }
    }

    private Admitted<Q> read(Connection connection, Admitted<Q> admitted, Call call, Session session)
            throws SQLException {
        Optional<P> ready = declared.preparation().ready(admitted.request());
        if (ready.isEmpty()) {
            return admitted;
        }
        try {
            At at = new At(connection, admitted.caller(), session.now(), call);
            return admitted.with(run(at, admitted.subject(), ready.get()));
        } catch (Refused e) {
            throw e.with(admitted.standing().headers());
        }
    }

    private Reply answer(Admitted<Q> admitted, Credential credential, Call call, Session session) {
        Caller caller = admitted.caller();
        P prepared = declared.preparation().prepare(session, caller, admitted.request());
        Work<Answer> onDatabase = connection -> {
            // Checked again: the call may have waited for its preparation, and a write for others, for many seconds.
            Gate.requireStill(connection, credential, caller, session.now());
            return run(new At(connection, caller, session.now(), call), admitted.subject(), prepared);
        };
        return declared.changes() ? session.change(onDatabase) : session.query(onDatabase);
    }

    private Answer run(At at, Optional<String> subject, P prepared) throws SQLException {
        return Answer.logged(declared.doing().run(at, prepared), entry(at.caller(), subject));
    }

    private static AuditEntry entry(Caller caller, Optional<String> subject) {
        Optional<Sighting> used = caller.id()
                .map(id -> new Sighting("levels/token/" + id, (connection, time) -> Tokens.used(connection, id, time)));
        return new AuditEntry(caller.organization().id(), subject, Optional.of(caller.principal()), used);
    }
}

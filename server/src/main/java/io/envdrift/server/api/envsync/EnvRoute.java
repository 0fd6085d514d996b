package io.envdrift.server.api.envsync;

import io.envdrift.base.OneLine;
import io.envdrift.envsync.protocol.EnvSyncRefusal;
import io.envdrift.server.api.envsync.Invalid.Problem;
import io.envdrift.server.pipeline.Answer;
import io.envdrift.server.pipeline.AuditEntry;
import io.envdrift.server.pipeline.Call;
import io.envdrift.server.pipeline.Operation;
import io.envdrift.server.pipeline.Operation.Effect;
import io.envdrift.server.pipeline.Refusal;
import io.envdrift.server.pipeline.Reply;
import io.envdrift.server.pipeline.Route;
import io.envdrift.server.pipeline.Session;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * A call with a token: the token (401), the right to the project (403), names and body (422), then what is there (404),
 * in this order. So no body is parsed for an unknown caller, and a caller without the right cannot tell what exists.
 *
 * @param right what the caller must be allowed on the project
 * @param reader reads the body
 * @param logged whether success is logged as well
 * @param doing runs in a transaction if the operation changes something
 */
record EnvRoute<Q>(
        Operation operation, Identity identity, Right right, Function<Call, Q> reader, boolean logged, Doing<Q> doing)
        implements Route {
    static final String PROJECT = "project";
    static final String BRANCH = "branch";

    /** The right that a call needs, and the refusal without it. */
    enum Right {
        /** Read. */
        READ(Caller::mayRead, EnvSyncRefusal.NO_READ.text()),
        /** Write. */
        WRITE(Caller::mayWrite, EnvSyncRefusal.NO_WRITE.text()),
        /** Administer: an owner's. */
        ADMINISTER(Caller::mayAdminister, "Only an owner of the project may do this");

        private final BiPredicate<Caller, String> test;
        private final String refusal;

        Right(BiPredicate<Caller, String> test, String refusal) {
            this.test = test;
            this.refusal = refusal;
        }

        private void require(Caller caller, String project) {
            if (!test.test(caller, project)) {
                throw Refusals.forbidden(refusal);
            }
        }
    }

    /** Where a call works. */
    record Place(String project, Optional<String> branch) {}

    /** Answers a call. */
    @FunctionalInterface
    interface Doing<Q> {
        /** Returns the answer. */
        Reply run(Connection connection, Caller caller, Place place, Q request) throws SQLException;
    }

    @Override
    public Reply answer(Call call, Session session) {
        String project = Names.claimed(call, PROJECT);
        Optional<String> branch =
                operation.path().hasParameter(BRANCH) ? Optional.of(Names.claimed(call, BRANCH)) : Optional.empty();
        Caller caller = identify(call, session, project, branch);
        session.concerns(bounded(project), branch.map(EnvRoute::bounded), Optional.of(caller.principal()));
        Place place = new Place(project, branch);
        if (operation.effect() == Effect.READS) {
            // Both on one connection, because taking one costs as much as a short query.
            return session.query(connection -> {
                requireNotRevoked(caller, connection);
                return answer(connection, caller, place, request(call, caller, place));
            });
        }
        Q request = requestOfGood(call, session, caller, place);
        return session.change(connection -> {
            // Checked again, because a write may have waited for others for many seconds.
            requireNotRevoked(caller, connection);
            if (caller.isExpired(session.now())) {
                throw Refusals.of(EnvSyncRefusal.INVALID_TOKEN);
            }
            return answer(connection, caller, place, request);
        });
    }

    /** Reads the body before the transaction begins, and never for an unknown caller. */
    private Q requestOfGood(Call call, Session session, Caller caller, Place place) {
        LatelyGood lately = identity.latelyGood();
        Instant now = session.now();
        if (!lately.contains(caller, now)) {
            session.read(connection -> requireNotRevoked(caller, connection));
            lately.add(caller, now);
        }
        try {
            return request(call, caller, place);
        } catch (Refusal e) {
            // No transaction follows, so the token is checked now: 401 comes before every other refusal.
            session.read(connection -> requireNotRevoked(caller, connection));
            throw e;
        }
    }

    private Q request(Call call, Caller caller, Place place) {
        right.require(caller, place.project());
        requireNames(call, place.branch().isPresent());
        return reader.apply(call);
    }

    private Answer answer(Connection connection, Caller caller, Place place, Q request) throws SQLException {
        Reply reply = doing.run(connection, caller, place, request);
        AuditEntry entry = AuditEntry.of(place.project(), place.branch(), Optional.of(caller.principal()));
        return logged ? Answer.logged(reply, entry) : Answer.unlogged(reply);
    }

    /** A call without a valid token is logged under an existing project only, so that strangers cannot fill the log. */
    private Caller identify(Call call, Session session, String project, Optional<String> branch) {
        try {
            return identity.identify(call);
        } catch (Refusal e) {
            if (Names.wrong(project).isEmpty()
                    && session.read(connection -> Projects.find(connection, project))
                            .isPresent()) {
                session.concerns(project, branch.map(EnvRoute::bounded), Optional.empty());
            }
            throw e;
        }
    }

    private static boolean requireNotRevoked(Caller caller, Connection connection) throws SQLException {
        if (Tokens.isRevoked(connection, caller)) {
            throw Refusals.of(EnvSyncRefusal.INVALID_TOKEN);
        }
        return true;
    }

    private static void requireNames(Call call, boolean branch) {
        List<Problem> problems = new ArrayList<>();
        addProblem(problems, call, PROJECT);
        if (branch) {
            addProblem(problems, call, BRANCH);
        }
        if (!problems.isEmpty()) {
            throw new Invalid(problems);
        }
    }

    private static void addProblem(List<Problem> problems, Call call, String parameter) {
        Optional<String> wrong = call.parameter(parameter)
                .map(Names::wrongInPath)
                .orElse(Optional.of("is no UTF-8 in percent-encoding"));
        wrong.ifPresent(what -> problems.add(Problem.value(what, "path", parameter)));
    }

    /** Makes a name fit for the log, whatever it is. What may be stored stays as it is: its owner looks for it under that name. */
    private static String bounded(String name) {
        if (Names.wrong(name).isEmpty()) {
            return name;
        }
        String clean = OneLine.of(name);
        return clean.substring(0, Math.min(clean.length(), Names.MAX_BYTES));
    }
}

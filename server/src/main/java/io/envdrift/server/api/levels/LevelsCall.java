package io.envdrift.server.api.levels;

import io.envdrift.levels.protocol.LevelPath;
import io.envdrift.server.api.levels.Keys.Key;
import io.envdrift.server.api.levels.Projects.Project;
import io.envdrift.server.pipeline.Call;
import io.envdrift.server.pipeline.Operation;
import io.envdrift.server.pipeline.Operation.Effect;
import io.envdrift.server.pipeline.Reply;
import io.envdrift.server.pipeline.Route;
import io.envdrift.server.pipeline.Session;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * A call with a token, as an operation is declared; {@link LevelsRoute} lets callers in.
 *
 * @param reader reads what is asked
 * @param demand what is needed for it
 * @param preparation what is done before the transaction: slow things, and looking up whose limits matter
 * @param doing runs in a transaction if the operation changes something
 */
record LevelsCall<Q, P>(
        Operation operation,
        Function<Call, Q> reader,
        Function<Q, Demand> demand,
        Preparation<Q, P> preparation,
        Doing<P> doing) {
    /** The connection, the caller and the time of a call. */
    record At(Connection connection, Caller caller, Instant now, Call call) {
        String organization() {
            return caller.organization().id();
        }

        /**
         * Finds the project of a level.
         *
         * @throws Refused 404 when there is none
         */
        Project project(LevelPath level) throws SQLException {
            return Projects.require(connection, organization(), level.project());
        }

        /**
         * Finds the project of a level, and makes other transactions that change something in it wait for this one.
         *
         * @throws Refused 404 when there is none
         */
        Project lock(LevelPath level) throws SQLException {
            return Projects.lock(connection, organization(), level.project(), now);
        }

        Key activeKey(Project project) throws SQLException {
            return Keys.require(connection, project.id(), project.keyVersion());
        }
    }

    /** Prepares a call, outside of any transaction. */
    @FunctionalInterface
    interface Preparation<Q, P> {
        /** Returns what the call works with; may refuse. */
        P prepare(Session session, Caller caller, Q request);

        /** Returns what the call works with when nothing has to be prepared for it. */
        default Optional<P> ready(Q request) {
            return Optional.empty();
        }
    }

    private static final class Unprepared<Q> implements Preparation<Q, Q> {
        @Override
        public Q prepare(Session session, Caller caller, Q request) {
            return request;
        }

        @Override
        public Optional<Q> ready(Q request) {
            return Optional.of(request);
        }
    }

    /** Answers a call. */
    @FunctionalInterface
    interface Doing<P> {
        /** Returns the answer. */
        Reply run(At at, P request) throws SQLException;
    }

    /** Creates a call that needs no preparation. */
    static <Q> LevelsCall<Q, Q> of(
            Operation operation, Function<Call, Q> reader, Function<Q, Demand> demand, Doing<Q> doing) {
        return new LevelsCall<>(operation, reader, demand, new Unprepared<>(), doing);
    }

    /** Returns what answers the call. */
    Route behind(Gate gate, CallLimit limit) {
        return new LevelsRoute<>(this, gate, limit);
    }

    boolean changes() {
        return operation.effect() == Effect.CHANGES;
    }
}

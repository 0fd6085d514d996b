package io.envdrift.server.api.vaultenv;

import io.envdrift.json.JsonObject;
import io.envdrift.server.pipeline.Answer;
import io.envdrift.server.pipeline.AuditEntry;
import io.envdrift.server.pipeline.Call;
import io.envdrift.server.pipeline.Reply;
import io.envdrift.server.pipeline.Session;
import io.envdrift.vaultenv.protocol.Endpoint;
import io.envdrift.vaultenv.protocol.Message;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Function;

/**
 * A call that needs no signature.
 *
 * @param reader reads the request
 * @param work runs in a transaction
 */
public record OpenRoute<Q>(Endpoint endpoint, Function<JsonObject, Q> reader, Work<Q> work) implements VaultEnvRoute {
    /** Answers a call without signature. */
    @FunctionalInterface
    public interface Work<Q> {
        /** Returns the answer and the project that it is about. */
        Done run(Connection connection, Call call, Session session, Q request) throws SQLException;
    }

    /** An answer and the id of the project that it is about. */
    public record Done(Message message, String project) {}

    @Override
    public Reply answer(Call call, Session session) {
        Q message = Requests.read(call, session, reader);
        return session.change(connection -> {
            Done done = work.run(connection, call, session, message);
            AuditEntry entry = AuditEntry.of(done.project(), Optional.empty(), Optional.empty());
            return Answer.logged(Reply.json(200, done.message().toJson()), entry);
        });
    }
}

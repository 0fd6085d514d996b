package io.envdrift.server.call;

import io.envdrift.json.JsonObject;
import io.envdrift.server.access.ApiRequest;
import io.envdrift.server.access.Caller;
import io.envdrift.server.access.DeviceGate;
import io.envdrift.vaultenv.protocol.Endpoint;
import io.envdrift.vaultenv.protocol.Message;
import io.envdrift.vaultenv.protocol.SignedRequest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Function;

/** One call of the API and what answers it. */
public sealed interface Route {
    /** Returns the call. */
    Endpoint endpoint();

    /**
     * A call that needs no signature.
     *
     * @param operation runs in a transaction
     */
    record Open(Endpoint endpoint, OpenOperation operation) implements Route {}

    /**
     * A call that is signed with the project's key.
     *
     * @param reader reads the request
     * @param gate which device the caller must have
     * @param operation runs in a transaction if the call changes something
     */
    record Signed<Q extends SignedRequest>(
            Endpoint endpoint, Function<JsonObject, Q> reader, DeviceGate gate, SignedOperation<Q> operation)
            implements Route {}

    /** Answers a call without signature. */
    @FunctionalInterface
    interface OpenOperation {
        /** Returns the answer and the project that it is about. */
        Answer run(Connection connection, ApiRequest request, JsonObject message) throws SQLException;
    }

    /** Answers a signed call. */
    @FunctionalInterface
    interface SignedOperation<Q> {
        /** Returns the answer and the environment that it is about. */
        Answer run(Connection connection, Caller caller, Q request) throws SQLException;
    }

    /**
     * An answer, and what the audit log should say it was about.
     *
     * @param subject the id of a project (open calls) or of an environment (signed calls)
     */
    record Answer(Message message, Optional<String> subject) {
        /** Creates an answer about an environment, or about the project made by an open call. */
        public static Answer about(String subject, Message message) {
            return new Answer(message, Optional.of(subject));
        }

        /** Creates an answer about the caller's project as a whole. */
        public static Answer of(Message message) {
            return new Answer(message, Optional.empty());
        }
    }
}

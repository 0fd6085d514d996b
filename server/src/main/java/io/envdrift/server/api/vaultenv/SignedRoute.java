package io.envdrift.server.api.vaultenv;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.envdrift.json.JsonObject;
import io.envdrift.server.pipeline.Answer;
import io.envdrift.server.pipeline.AuditEntry;
import io.envdrift.server.pipeline.Call;
import io.envdrift.server.pipeline.Reply;
import io.envdrift.server.pipeline.Session;
import io.envdrift.server.pipeline.Sighting;
import io.envdrift.vaultenv.protocol.Endpoint;
import io.envdrift.vaultenv.protocol.Message;
import io.envdrift.vaultenv.protocol.SignedRequest;
import io.envdrift.vaultenv.protocol.VaultEnvRefusal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Function;

/**
 * A call that is signed with the project's key: read the message, find the project, identify the caller, pass the device
 * gate, run the work, in this order, which decides what a caller with several mistakes is told.
 *
 * @param reader reads the request
 * @param gate which device the caller must have
 * @param work runs in a transaction if the call changes something
 */
public record SignedRoute<Q extends SignedRequest>(
        SignatureIdentity identity, Endpoint endpoint, Function<JsonObject, Q> reader, DeviceGate gate, Work<Q> work)
        implements VaultEnvRoute {
    /** Answers a signed call. */
    @FunctionalInterface
    interface Work<Q> {
        /** Returns the answer and the environment that it is about. */
        Told run(Connection connection, Caller caller, Q request) throws SQLException;
    }

    /**
     * What a call answers, and which environment it was about.
     *
     * @param environment its name; nothing for the project as a whole
     */
    record Told(Reply reply, Optional<String> environment) {
        /** Creates an answer about an environment. */
        static Told about(String environment, Message message) {
            return about(environment, Reply.ok(message.members()));
        }

        /** Creates an answer about an environment. */
        static Told about(String environment, Reply reply) {
            return new Told(reply, Optional.of(environment));
        }

        /** Creates an answer about the project as a whole. */
        static Told of(Message message) {
            return new Told(Reply.ok(message.members()), Optional.empty());
        }
    }

    @Override
    public Reply answer(Call call, Session session) {
        Q message = Requests.read(call, session, reader);
        return endpoint.isChanging() ? change(call, session, message) : query(call, session, message);
    }

    private Reply change(Call call, Session session, Q message) {
        // Signatures are checked before the transaction, which blocks the other writers of SQLite.
        Caller unchecked = session.read(connection -> identify(connection, call, session, message));
        return session.change(connection -> {
            String project = unchecked.project().id();
            Optional<String> before = UsedSignatures.answer(connection, project, unchecked.use());
            if (before.isPresent()) {
                return Answer.unlogged(Reply.json(200, before.get()));
            }
            // The device is looked up again: it may have been revoked since.
            Caller caller = unchecked.withDevice(device(connection, project, message));
            gate.pass(connection, caller);
            Told told = work.run(connection, caller, message);
            UsedSignatures.add(
                    connection, project, caller.use(), new String(told.reply().body(), UTF_8));
            return Answer.logged(told.reply(), entry(caller, told));
        });
    }

    private Reply query(Call call, Session session, Q message) {
        return session.query(connection -> {
            Caller caller = identify(connection, call, session, message);
            if (!caller.use().bound()) {
                // A signature that changed something is accepted for nothing else, not even for reading.
                var unused = UsedSignatures.answer(connection, caller.project().id(), caller.use());
            }
            gate.pass(connection, caller);
            Told told = work.run(connection, caller, message);
            return endpoint == Endpoint.PULL
                    ? Answer.logged(told.reply(), entry(caller, told))
                    : Answer.unlogged(told.reply());
        });
    }

    private Caller identify(Connection connection, Call call, Session session, SignedRequest message)
            throws SQLException {
        Projects.ProjectAndDevice found = Projects.find(connection, message.projectId(), message.deviceHash())
                .orElseThrow(() -> Refusals.of(VaultEnvRefusal.PROJECT_NOT_FOUND));
        session.concerns(found.project().id(), Optional.empty(), Optional.empty());
        return identity.identify(found.project(), endpoint, call).withDevice(found.device());
    }

    private AuditEntry entry(Caller caller, Told told) {
        boolean seen = endpoint == Endpoint.PULL || endpoint == Endpoint.PUSH;
        return new AuditEntry(
                caller.project().id(),
                told.environment(),
                caller.principal(),
                seen ? caller.device().map(SignedRoute::sighting) : Optional.empty());
    }

    private static Sighting sighting(Device device) {
        return new Sighting(
                "vault-env/device/" + device.id(), (connection, time) -> Devices.seen(connection, device.id(), time));
    }

    private static Optional<Device> device(Connection connection, String projectId, SignedRequest message)
            throws SQLException {
        Optional<String> hash = message.deviceHash();
        return hash.isPresent() ? Devices.byHash(connection, projectId, hash.get()) : Optional.empty();
    }
}

package io.envdrift.server.call;

import io.envdrift.base.EnvdriftException;
import io.envdrift.json.JsonException;
import io.envdrift.json.JsonObject;
import io.envdrift.server.access.ApiRequest;
import io.envdrift.server.access.Caller;
import io.envdrift.server.access.CallerIdentity;
import io.envdrift.server.access.FailureLimit;
import io.envdrift.server.access.Refusal;
import io.envdrift.server.access.SignatureUse;
import io.envdrift.server.access.UsedSignatures;
import io.envdrift.server.call.Route.Answer;
import io.envdrift.server.store.Database;
import io.envdrift.server.store.Device;
import io.envdrift.server.store.Devices;
import io.envdrift.server.store.Projects;
import io.envdrift.server.store.Projects.ProjectAndDevice;
import io.envdrift.vaultenv.protocol.Endpoint;
import io.envdrift.vaultenv.protocol.Messages;
import io.envdrift.vaultenv.protocol.SignedRequest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Answers calls: reads the message, finds the project, identifies the caller, passes the device gate and runs the
 * operation, in this order, which decides what a caller with several mistakes is told.
 */
public final class Calls {
    private static final int CONFLICT = 409;
    private static final String UNKNOWN_PROJECT = "Project not found";

    private final Database database;
    private final CallerIdentity identity;
    private final FailureLimit limit;
    private final AuditBatch batch;
    private final InstantSource clock;

    /** Creates the way of every call. */
    public Calls(
            Database database, CallerIdentity identity, FailureLimit limit, AuditBatch batch, InstantSource clock) {
        this.database = database;
        this.identity = identity;
        this.limit = limit;
        this.batch = batch;
        this.clock = clock;
    }

    /**
     * Returns the answer as JSON.
     *
     * @throws Refusal when the call is not answered with success
     * @throws EnvdriftException when the server itself fails
     */
    public String answer(Route route, ApiRequest request) {
        try {
            return switch (route) {
                case Route.Open open -> {
                    requireAdmission(request);
                    yield answerOpen(open, request);
                }
                case Route.Signed<?> signed -> answerSigned(signed, request);
            };
        } catch (JsonException e) {
            throw counted(Refusal.badRequest(e.getMessage()), request);
        }
    }

    private String answerOpen(Route.Open route, ApiRequest request) {
        JsonObject message = Messages.parse(request.body());
        return database.write(connection -> {
            Answer answer = route.operation().run(connection, request, message);
            if (answer.subject().isPresent()) {
                AuditLog.add(
                        connection, AuditEvent.open(request, answer.subject().get(), clock.instant()));
            }
            return answer.message().toJson();
        });
    }

    private <Q extends SignedRequest> String answerSigned(Route.Signed<Q> route, ApiRequest request) {
        Q message = route.reader().apply(Messages.parse(request.body()));
        try {
            return route.endpoint().isChanging()
                    ? answerChange(route, request, message)
                    : answerQuery(route, request, message);
        } catch (Refusal e) {
            Refusal told = counted(e, request);
            if (told == e && !e.getMessage().equals(UNKNOWN_PROJECT)) {
                // Beyond the limit the log stays silent as well, or it could be filled from outside.
                batch.add(AuditEvent.refused(request, message.projectId(), e.status(), clock.instant()));
            }
            throw told;
        }
    }

    private <Q extends SignedRequest> String answerChange(Route.Signed<Q> route, ApiRequest request, Q message) {
        // Signatures are checked before the transaction, which would hold up the other writers of SQLite.
        Caller caller = database.read(connection -> identify(connection, request, message));
        return database.write(connection -> change(connection, route, request, caller, message));
    }

    private Caller identify(Connection connection, ApiRequest request, SignedRequest message) throws SQLException {
        ProjectAndDevice found = Projects.find(connection, message.projectId(), message.deviceHash())
                .orElseThrow(() -> Refusal.notFound(UNKNOWN_PROJECT));
        return identity.identify(found.project(), request, message).withDevice(found.device());
    }

    private <Q extends SignedRequest> String change(
            Connection connection, Route.Signed<Q> route, ApiRequest request, Caller unchecked, Q message)
            throws SQLException {
        String projectId = unchecked.project().id();
        Optional<String> before = answerBefore(connection, unchecked, request);
        if (before.isPresent()) {
            return before.get();
        }
        // The device is looked up again: it may have been revoked since.
        Caller caller = unchecked.withDevice(device(connection, projectId, message));
        route.gate().pass(connection, caller);
        Answer answer = route.operation().run(connection, caller, message);
        String json = answer.message().toJson();
        if (caller.use().isPresent()) {
            UsedSignatures.add(connection, projectId, caller.use().get(), request, json);
        }
        Instant now = clock.instant();
        AuditEvent event = AuditEvent.of(request, caller, answer.subject(), now);
        AuditLog.add(connection, event);
        if (event.marksDeviceAsSeen() && caller.device().isPresent()) {
            Devices.seen(connection, caller.device().get().id(), now);
        }
        return json;
    }

    private <Q extends SignedRequest> String answerQuery(Route.Signed<Q> route, ApiRequest request, Q message) {
        record Found(Caller caller, Answer answer) {}
        Found found = database.read(connection -> {
            Caller caller = identify(connection, request, message);
            if (!caller.use().map(SignatureUse::bound).orElse(true)) {
                // A signature that changed something is good for nothing else any more, not even for reading.
                answerBefore(connection, caller, request);
            }
            route.gate().pass(connection, caller);
            return new Found(caller, route.operation().run(connection, caller, message));
        });
        if (route.endpoint() == Endpoint.PULL) {
            batch.add(AuditEvent.of(request, found.caller(), found.answer().subject(), clock.instant()));
        }
        return found.answer().message().toJson();
    }

    private static Optional<String> answerBefore(Connection connection, Caller caller, ApiRequest request)
            throws SQLException {
        Optional<SignatureUse> use = caller.use();
        return use.isPresent()
                ? UsedSignatures.answer(connection, caller.project().id(), use.get(), request)
                : Optional.empty();
    }

    private static Optional<Device> device(Connection connection, String projectId, SignedRequest message)
            throws SQLException {
        Optional<String> hash = message.deviceHash();
        return hash.isPresent() ? Devices.byHash(connection, projectId, hash.get()) : Optional.empty();
    }

    private void requireAdmission(ApiRequest request) {
        if (!limit.admit(request.ip())) {
            throw Refusal.tooMany();
        }
    }

    /** Failed calls count against the address; a lost race for a version is nobody's fault. */
    private Refusal counted(Refusal refusal, ApiRequest request) {
        boolean admitted = refusal.status() == CONFLICT || limit.admit(request.ip());
        return admitted ? refusal : Refusal.tooMany();
    }
}

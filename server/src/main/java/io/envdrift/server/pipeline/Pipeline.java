package io.envdrift.server.pipeline;

import io.envdrift.server.store.Database;
import io.envdrift.server.store.DatabaseUnavailableException;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way of every call: the limit of its address, the operation, the refusal in its API's form, the audit log. */
public record Pipeline(Database database, FailureLimit limit, AuditBatch batch, InstantSource clock) {
    private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);
    private static final int CONFLICT = 409;

    /**
     * Answers a call.
     *
     * @throws io.envdrift.base.EnvdriftException when the server itself fails
     */
    public Reply answer(Api api, Route route, Call call) {
        Session session = new Session(database, batch, clock, api, call);
        boolean open = route.operation().audience() == Operation.Audience.ANYBODY;
        if (open && !limit.admit(call.ip())) {
            return api.refused(Refusal.tooMany());
        }
        try {
            return route.answer(call, session);
        } catch (Refusal e) {
            return api.refused(told(e, open, call, session));
        } catch (DatabaseUnavailableException e) {
            LOG.error("{} {}: {}", api.name(), route.operation().name(), String.valueOf(e.getCause()));
            return api.refused(Refusal.unavailable());
        }
    }

    /** Failed calls count against the address; a lost race for a version is nobody's fault. */
    private Refusal told(Refusal refusal, boolean counted, Call call, Session session) {
        if (counted || refusal.status() == CONFLICT || limit.admit(call.ip())) {
            session.logRefused(refusal.status());
            return refusal;
        }
        // Beyond the limit the log stays silent as well, or it could be filled from outside.
        return Refusal.tooMany();
    }
}

package io.envdrift.server.api.envsync;

import io.envdrift.envsync.protocol.EnvSyncRefusal;
import io.envdrift.server.pipeline.Refusal;

/** The refusals of EnvSync: some have words that belong to the protocol. */
final class Refusals {
    private Refusals() {}

    /** Returns a refusal in the protocol's words. */
    static Refusal of(EnvSyncRefusal known) {
        return new Refusal(known.status(), known.text());
    }

    /** The caller is known, but not allowed. */
    static Refusal forbidden(String detail) {
        return new Refusal(403, detail);
    }

    /** Something that the call names is not there. */
    static Refusal notFound(String detail) {
        return new Refusal(404, detail);
    }

    /** The state is not what the call expects. */
    static Refusal conflict(String detail) {
        return new Refusal(409, detail);
    }
}

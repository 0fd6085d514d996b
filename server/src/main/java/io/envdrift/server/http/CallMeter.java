package io.envdrift.server.http;

import io.envdrift.vaultenv.protocol.Endpoint;

/** Counts calls. */
@FunctionalInterface
public interface CallMeter {
    /** Notes one call. */
    void record(Endpoint endpoint, int status, long nanos);
}

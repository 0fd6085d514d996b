package io.envdrift.server.http;

/** Counts calls. */
@FunctionalInterface
public interface CallMeter {
    /** Notes one call of an API. */
    void record(String api, String call, int status, long nanos);
}

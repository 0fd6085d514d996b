package io.envdrift.server;

import io.envdrift.base.Secret;
import io.envdrift.server.http.HttpSettings;
import io.envdrift.server.store.Quotas;
import io.envdrift.server.store.StorageSettings;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Everything a server is started with.
 *
 * @param createToken what {@code project/create} demands as {@code Authorization: Bearer}
 * @param failuresPerMinute how many failed or unauthenticated calls an address may make per minute; 0 for any number
 * @param metricsPort where {@code /metrics} is served, if it is; 0 for any free port
 */
public record ServerSettings(
        HttpSettings http,
        StorageSettings storage,
        Optional<Secret> createToken,
        Quotas quotas,
        int failuresPerMinute,
        String metricsHost,
        OptionalInt metricsPort) {
    /** How many failed or unauthenticated calls an address may make per minute unless configured otherwise. */
    public static final int DEFAULT_FAILURES_PER_MINUTE = 120;
}

package io.envdrift.server;

import io.envdrift.base.Secret;
import io.envdrift.server.api.envsync.TokenSettings;
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
 * @param tokens how callers of EnvSync prove who they are
 * @param metricsPort where {@code /metrics} is served, if it is; 0 for any free port
 */
public record ServerSettings(
        HttpSettings http,
        StorageSettings storage,
        Optional<Secret> createToken,
        Quotas quotas,
        int failuresPerMinute,
        String metricsHost,
        OptionalInt metricsPort,
        TokenSettings tokens) {
    /** How many failed or unauthenticated calls an address may make per minute unless configured otherwise. */
    public static final int DEFAULT_FAILURES_PER_MINUTE = 120;

    /** Creates settings without EnvSync. */
    public ServerSettings(
            HttpSettings http,
            StorageSettings storage,
            Optional<Secret> createToken,
            Quotas quotas,
            int failuresPerMinute,
            String metricsHost,
            OptionalInt metricsPort) {
        this(http, storage, createToken, quotas, failuresPerMinute, metricsHost, metricsPort, TokenSettings.none());
    }

    /** Returns the same settings with other ones for EnvSync. */
    public ServerSettings with(TokenSettings others) {
        return new ServerSettings(
                http, storage, createToken, quotas, failuresPerMinute, metricsHost, metricsPort, others);
    }
}

package io.envdrift.server;

import io.envdrift.base.Secret;
import io.envdrift.server.api.envsync.TokenSettings;
import io.envdrift.server.api.reports.ReportLimits;
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
 * @param tokens how callers of EnvSync prove who they are
 * @param callsPerMinute how many calls an organization of the levels may make per minute; 0 for any number
 * @param page whether {@code /ui/} is served
 * @param reports how long drift reports are kept
 */
public record ServerSettings(
        HttpSettings http,
        StorageSettings storage,
        Optional<Secret> createToken,
        Quotas quotas,
        int failuresPerMinute,
        String metricsHost,
        OptionalInt metricsPort,
        TokenSettings tokens,
        long callsPerMinute,
        boolean page,
        ReportLimits reports) {
    /** How many failed or unauthenticated calls an address may make per minute unless configured otherwise. */
    public static final int DEFAULT_FAILURES_PER_MINUTE = 120;

    /** Creates settings without EnvSync, and without a limit of calls. */
    public ServerSettings(
            HttpSettings http,
            StorageSettings storage,
            Optional<Secret> createToken,
            Quotas quotas,
            int failuresPerMinute,
            String metricsHost,
            OptionalInt metricsPort) {
        this(
                http,
                storage,
                createToken,
                quotas,
                failuresPerMinute,
                metricsHost,
                metricsPort,
                TokenSettings.none(),
                0,
                true,
                ReportLimits.DEFAULT);
    }

    /** Returns the same settings with other ones for EnvSync. */
    public ServerSettings with(TokenSettings others) {
        return new ServerSettings(
                http,
                storage,
                createToken,
                quotas,
                failuresPerMinute,
                metricsHost,
                metricsPort,
                others,
                callsPerMinute,
                page,
                reports);
    }

    /** Returns the same settings with another limit of an organization's calls. */
    public ServerSettings withCallsPerMinute(long calls) {
        return new ServerSettings(
                http,
                storage,
                createToken,
                quotas,
                failuresPerMinute,
                metricsHost,
                metricsPort,
                tokens,
                calls,
                page,
                reports);
    }

    /** Returns the same settings, with the web page or without. */
    public ServerSettings withPage(boolean served) {
        return new ServerSettings(
                http,
                storage,
                createToken,
                quotas,
                failuresPerMinute,
                metricsHost,
                metricsPort,
                tokens,
                callsPerMinute,
                served,
                reports);
    }

    /** Returns the same settings with other limits of drift reports. */
    public ServerSettings with(ReportLimits others) {
        return new ServerSettings(
                http,
                storage,
                createToken,
                quotas,
                failuresPerMinute,
                metricsHost,
                metricsPort,
                tokens,
                callsPerMinute,
                page,
                others);
    }
}

package io.envdrift.server;

import io.envdrift.base.Secret;
import io.envdrift.server.api.envsync.TokenSettings;
import io.envdrift.server.api.reports.ReportLimits;
import io.envdrift.server.http.HttpSettings;
import io.envdrift.server.store.Quotas;
import io.envdrift.server.store.StorageSettings;
import java.util.List;
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

    /** The address that only this machine reaches. */
    public static final String LOOPBACK = "127.0.0.1";

    /** Begins with the defaults: projects made by anybody, no quotas, no metrics, no tokens of EnvSync, and the page. */
    public static Builder builder(HttpSettings http, StorageSettings storage) {
        return new Builder(http, storage);
    }

    /** Begins with the defaults of a server that only this machine reaches: a free port, and no limit of failures. */
    public static Builder loopback(StorageSettings storage) {
        HttpSettings http =
                new HttpSettings(LOOPBACK, 0, HttpSettings.DEFAULT_MAX_BODY_BYTES, List.of(), Optional.empty());
        return builder(http, storage).failuresPerMinute(0);
    }

    /** Sets what differs from the defaults. */
    public static final class Builder {
        private final HttpSettings http;
        private final StorageSettings storage;
        private Optional<Secret> createToken = Optional.empty();
        private Quotas quotas = Quotas.NONE;
        private int failuresPerMinute = DEFAULT_FAILURES_PER_MINUTE;
        private String metricsHost = LOOPBACK;
        private OptionalInt metricsPort = OptionalInt.empty();
        private TokenSettings tokens = TokenSettings.none();
        private long callsPerMinute;
        private boolean page = true;
        private ReportLimits reports = ReportLimits.DEFAULT;

        private Builder(HttpSettings http, StorageSettings storage) {
            this.http = http;
            this.storage = storage;
        }

        /** Sets what {@code project/create} demands as {@code Authorization: Bearer}, if it does. */
        public Builder createToken(Optional<Secret> token) {
            createToken = token;
            return this;
        }

        /** Sets what projects may take. */
        public Builder quotas(Quotas limits) {
            quotas = limits;
            return this;
        }

        /** Sets how many failed or unauthenticated calls an address may make per minute; 0 for any number. */
        public Builder failuresPerMinute(int calls) {
            failuresPerMinute = calls;
            return this;
        }

        /** Sets where {@code /metrics} is served, if it is; port 0 for any free one. */
        public Builder metrics(String host, OptionalInt port) {
            metricsHost = host;
            metricsPort = port;
            return this;
        }

        /** Sets how callers of EnvSync prove who they are. */
        public Builder tokens(TokenSettings settings) {
            tokens = settings;
            return this;
        }

        /** Sets how many calls an organization of the levels may make per minute; 0 for any number. */
        public Builder callsPerMinute(long calls) {
            callsPerMinute = calls;
            return this;
        }

        /** Sets whether {@code /ui/} is served. */
        public Builder page(boolean served) {
            page = served;
            return this;
        }

        /** Sets how long drift reports are kept. */
        public Builder reports(ReportLimits limits) {
            reports = limits;
            return this;
        }

        /** Returns the settings. */
        public ServerSettings build() {
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
                    reports);
        }
    }
}

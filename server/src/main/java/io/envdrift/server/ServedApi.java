package io.envdrift.server;

import io.envdrift.http.Loopback;
import io.envdrift.server.api.envsync.EnvSyncApi;
import io.envdrift.server.api.envsync.EnvSyncTables;
import io.envdrift.server.api.levels.LevelsApi;
import io.envdrift.server.api.levels.LevelsTables;
import io.envdrift.server.api.reports.ReportLimits;
import io.envdrift.server.api.reports.ReportTables;
import io.envdrift.server.api.reports.ReportsApi;
import io.envdrift.server.api.vaultenv.VaultEnvApi;
import io.envdrift.server.api.vaultenv.VaultEnvTables;
import io.envdrift.server.http.HttpSettings;
import io.envdrift.server.identity.IdentityProviders;
import io.envdrift.server.pipeline.Api;
import io.envdrift.server.pipeline.OperatorGuard;
import io.envdrift.server.pipeline.Tables;
import io.envdrift.server.seal.Sealer;
import io.envdrift.server.store.Database;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The one list of what the server offers: another API is a package and an element here. */
public enum ServedApi {
    /** The vault-env protocol; always on. */
    VAULT_ENV(any -> new VaultEnvTables()) {
        @Override
        Optional<Api> open(
                ServerSettings settings, Database database, Sealer sealer, InstantSource clock, List<Api> before) {
            return Optional.of(new VaultEnvApi(guard(settings), settings.quotas(), sealer, clock));
        }
    },
    /** EnvSync; on when a key or an identity provider is configured. */
    ENVSYNC(any -> new EnvSyncTables()) {
        @Override
        Optional<Api> open(
                ServerSettings settings, Database database, Sealer sealer, InstantSource clock, List<Api> before) {
            return EnvSyncApi.open(
                    settings.tokens(), isLocal(settings.http()), settings.quotas(), database, sealer, clock);
        }
    },
    /** Levels; always on, and empty until somebody makes an organization. */
    LEVELS(any -> new LevelsTables()) {
        @Override
        Optional<Api> open(
                ServerSettings settings, Database database, Sealer sealer, InstantSource clock, List<Api> before) {
            return Optional.of(new LevelsApi(
                    guard(settings),
                    new IdentityProviders(settings.tokens().providers(), clock),
                    settings.quotas(),
                    settings.callsPerMinute(),
                    sealer,
                    clock));
        }
    },
    /**
     * Drift reports; always on. Nobody can post a report before there is a token for it. The owners of the other APIs
     * read them.
     */
    REPORTS(ReportTables::new) {
        @Override
        Optional<Api> open(
                ServerSettings settings, Database database, Sealer sealer, InstantSource clock, List<Api> before) {
            return Optional.of(new ReportsApi(settings.reports(), before, clock));
        }
    };

    private final Function<ReportLimits, Tables> tables;

    ServedApi(Function<ReportLimits, Tables> tables) {
        this.tables = tables;
    }

    /**
     * Returns the API, if the settings switch it on.
     *
     * @param before those that are open already
     */
    abstract Optional<Api> open(
            ServerSettings settings, Database database, Sealer sealer, InstantSource clock, List<Api> before);

    /** Returns all APIs that the settings switch on. */
    static List<Api> opened(ServerSettings settings, Database database, Sealer sealer, InstantSource clock) {
        List<Api> open = new ArrayList<>();
        for (ServedApi each : values()) {
            each.open(settings, database, sealer, clock, List.copyOf(open)).ifPresent(open::add);
        }
        return List.copyOf(open);
    }

    /** Returns what all APIs keep, also those that are switched off. */
    public static List<Tables> allTables() {
        return allTables(ReportLimits.DEFAULT);
    }

    /**
     * Returns what all APIs keep, also those that are switched off.
     *
     * @param reports how long reports are kept
     */
    public static List<Tables> allTables(ReportLimits reports) {
        return Arrays.stream(values()).map(each -> each.tables.apply(reports)).toList();
    }

    private static OperatorGuard guard(ServerSettings settings) {
        return new OperatorGuard(settings.createToken(), isLocal(settings.http()));
    }

    /** Callers behind a proxy seem to be local, so only a server without proxies counts as local. */
    private static boolean isLocal(HttpSettings http) {
        return http.proxies().isEmpty() && Loopback.is(http.host());
    }
}

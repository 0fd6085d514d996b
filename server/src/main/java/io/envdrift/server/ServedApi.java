package io.envdrift.server;

import io.envdrift.http.Loopback;
import io.envdrift.server.api.envsync.EnvSyncApi;
import io.envdrift.server.api.envsync.EnvSyncTables;
import io.envdrift.server.api.levels.LevelsApi;
import io.envdrift.server.api.levels.LevelsTables;
import io.envdrift.server.api.vaultenv.VaultEnvApi;
import io.envdrift.server.api.vaultenv.VaultEnvTables;
import io.envdrift.server.http.HttpSettings;
import io.envdrift.server.pipeline.Api;
import io.envdrift.server.pipeline.OperatorGuard;
import io.envdrift.server.pipeline.Tables;
import io.envdrift.server.seal.Sealer;
import io.envdrift.server.store.Database;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The one list of what the server offers: another API is a package and an element here. */
public enum ServedApi {
    /** The vault-env protocol; always on. */
    VAULT_ENV(new VaultEnvTables()) {
        @Override
        Optional<Api> open(ServerSettings settings, Database database, Sealer sealer, InstantSource clock) {
            return Optional.of(new VaultEnvApi(guard(settings), settings.quotas(), sealer, clock));
        }
    },
    /** EnvSync; on when there is something to know its callers by. */
    ENVSYNC(new EnvSyncTables()) {
        @Override
        Optional<Api> open(ServerSettings settings, Database database, Sealer sealer, InstantSource clock) {
            return EnvSyncApi.open(
                    settings.tokens(), isLocal(settings.http()), settings.quotas(), database, sealer, clock);
        }
    },
    /** Levels; always on, and empty until somebody makes an organization. */
    LEVELS(new LevelsTables()) {
        @Override
        Optional<Api> open(ServerSettings settings, Database database, Sealer sealer, InstantSource clock) {
            return Optional.of(
                    new LevelsApi(guard(settings), settings.quotas(), settings.callsPerMinute(), sealer, clock));
        }
    };

    private final Tables tables;

    ServedApi(Tables tables) {
        this.tables = tables;
    }

    /** Returns the API, if the settings switch it on. */
    abstract Optional<Api> open(ServerSettings settings, Database database, Sealer sealer, InstantSource clock);

    /** Returns all APIs that the settings switch on. */
    static List<Api> opened(ServerSettings settings, Database database, Sealer sealer, InstantSource clock) {
        return Arrays.stream(values())
                .flatMap(each -> each.open(settings, database, sealer, clock).stream())
                .toList();
    }

    /** Returns what all APIs keep, also those that are switched off. */
    public static List<Tables> allTables() {
        return Arrays.stream(values()).map(each -> each.tables).toList();
    }

    private static OperatorGuard guard(ServerSettings settings) {
        return new OperatorGuard(settings.createToken(), isLocal(settings.http()));
    }

    /** Behind a proxy everybody seems to be local, so only a server without proxies is. */
    private static boolean isLocal(HttpSettings http) {
        return http.proxies().isEmpty() && Loopback.is(http.host());
    }
}

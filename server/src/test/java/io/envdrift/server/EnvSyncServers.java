package io.envdrift.server;

import io.envdrift.base.Secret;
import io.envdrift.server.api.envsync.TokenSettings;
import io.envdrift.server.http.HttpSettings;
import io.envdrift.server.http.Network;
import io.envdrift.server.store.Quotas;
import io.envdrift.server.store.StorageSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Servers that speak EnvSync, for tests in other packages. */
public final class EnvSyncServers {
    private EnvSyncServers() {}

    /** The databases that every test of the API runs on. */
    public enum Store {
        /** SQLite. */
        SQLITE(Backend.SQLITE),
        /** PostgreSQL. */
        POSTGRESQL(Backend.POSTGRESQL);

        private final Backend backend;

        Store(Backend backend) {
            this.backend = backend;
        }

        /** Returns settings for a database that nobody has used. */
        public StorageSettings fresh(Path directory) {
            return backend.fresh(directory);
        }
    }

    /** Returns settings of a server on loopback: the original's rules about expiry and owners. */
    public static ServerSettings settings(StorageSettings storage, TokenSettings tokens) {
        return ServerSettings.loopback(storage).tokens(tokens).build();
    }

    /** Returns settings of a server with quotas. */
    public static ServerSettings settings(StorageSettings storage, TokenSettings tokens, Quotas quotas, int failures) {
        return ServerSettings.loopback(storage)
                .tokens(tokens)
                .quotas(quotas)
                .failuresPerMinute(failures)
                .build();
    }

    /** Returns settings of a server that others can reach, by a proxy. */
    public static ServerSettings reachable(StorageSettings storage, TokenSettings tokens) {
        HttpSettings plain = TestServers.http("127.0.0.1");
        HttpSettings http = new HttpSettings(
                plain.host(), plain.port(), plain.maxBodyBytes(), List.of(Network.parse("10.0.0.0/8")), plain.tls());
        return ServerSettings.builder(http, storage)
                .failuresPerMinute(0)
                .tokens(tokens)
                .build();
    }

    /** Returns settings with an HS256 secret. */
    public static TokenSettings secret(String secret) {
        return new TokenSettings(Optional.of(Secret.of(secret)), TokenSettings.DEFAULT_ALGORITHM, List.of(), false);
    }

    /** Starts a server in a process of its own, which can be killed. */
    public static Process process(StorageSettings storage, String secret) throws IOException {
        return new Process(ServerProcess.start(storage, Map.of("ENVSYNC_JWT_SECRET", secret)));
    }

    /** Starts a server in a process of its own, which logs all it can into a file. */
    public static Process logging(StorageSettings storage, Path log) throws IOException {
        return new Process(ServerProcess.start(
                storage, Map.of("ENVDRIFT_LOG_LEVEL", "debug"), ProcessBuilder.Redirect.to(log.toFile())));
    }

    /** A server in a process of its own. */
    public static final class Process implements AutoCloseable {
        private final ServerProcess process;

        private Process(ServerProcess process) {
            this.process = process;
        }

        /** Returns where it answers. */
        public URI address() {
            return process.address();
        }

        /** Ends it at once, as SIGKILL does. */
        public void kill() throws InterruptedException {
            process.kill();
        }

        @Override
        public void close() {
            process.close();
        }
    }
}

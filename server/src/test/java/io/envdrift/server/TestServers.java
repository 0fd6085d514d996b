package io.envdrift.server;

import io.envdrift.server.http.HttpSettings;
import io.envdrift.server.http.TlsFiles;
import io.envdrift.server.store.Quotas;
import io.envdrift.server.store.StorageSettings;
import java.util.List;
import java.util.Optional;

/** Settings for servers in tests: loopback, a free port, no limits. */
final class TestServers {
    private TestServers() {}

    static ServerSettings settings(StorageSettings storage) {
        return settings(storage, Quotas.NONE, 0);
    }

    static ServerSettings settings(StorageSettings storage, Quotas quotas, int failuresPerMinute) {
        return ServerSettings.loopback(storage)
                .quotas(quotas)
                .failuresPerMinute(failuresPerMinute)
                .build();
    }

    static ServerSettings settings(StorageSettings storage, TlsFiles tls) {
        HttpSettings plain = http("127.0.0.1");
        HttpSettings http =
                new HttpSettings(plain.host(), plain.port(), plain.maxBodyBytes(), plain.proxies(), Optional.of(tls));
        return ServerSettings.builder(http, storage).failuresPerMinute(0).build();
    }

    static HttpSettings http(String host) {
        return new HttpSettings(host, 0, HttpSettings.DEFAULT_MAX_BODY_BYTES, List.of(), Optional.empty());
    }
}

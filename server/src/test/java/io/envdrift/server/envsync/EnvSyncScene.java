package io.envdrift.server.envsync;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.json.JsonLimits;
import io.envdrift.json.JsonReader;
import io.envdrift.server.BlobServer;
import io.envdrift.server.EnvSyncServers;
import io.envdrift.server.EnvSyncServers.Store;
import io.envdrift.server.store.StorageSettings;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A server with three users of EnvSync, and what its contract does again and again. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class EnvSyncScene {
    static final JsonReader JSON = new JsonReader(JsonLimits.GENEROUS);
    static final String GONE = "{\"detail\":\"No env found for this branch\"}";
    final Store store;
    BlobServer server;
    URI address;
    EnvSyncUser ada;
    EnvSyncUser dan;
    EnvSyncUser rita;
    int projects;

    EnvSyncScene(Store store) {
        this.store = store;
    }

    @BeforeAll
    void start(@TempDir Path directory) {
        StorageSettings storage = store.fresh(directory);
        server = BlobServer.start(
                EnvSyncServers.settings(storage, EnvSyncServers.secret(EnvSyncUser.SECRET)), InstantSource.system());
        address = server.address();
        ada = EnvSyncUser.of(address, "ada@example.com", "owner");
        dan = EnvSyncUser.of(address, "dan@example.com", "developer", "app");
        rita = EnvSyncUser.of(address, "rita@example.com", "readonly", "app");
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    String project() {
        return "p" + ++projects;
    }

    static void is(HttpResponse<String> answer, int status, String body) {
        assertThat(answer.body()).isEqualTo(body);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }
}

package io.envdrift.server.levels;

import io.envdrift.json.JsonObject;
import io.envdrift.server.BlobServer;
import io.envdrift.server.EnvSyncServers;
import io.envdrift.server.EnvSyncServers.Store;
import io.envdrift.server.api.envsync.TokenSettings;
import io.envdrift.server.levels.LevelsUser.Answer;
import io.envdrift.server.store.StorageSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A server with an organization, and what the contract of the levels does again and again. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LevelsScene {
    static final ClientKey KEY = new ClientKey("correct horse battery staple");
    static final ClientKey OTHER = new ClientKey("another passphrase");
    final Store store;
    volatile Duration ahead = Duration.ZERO;
    final InstantSource clock = () -> Instant.now().plus(ahead);
    StorageSettings storage;
    BlobServer server;
    LevelsUser ada;
    int projects;

    LevelsScene(Store store) {
        this.store = store;
    }

    @BeforeAll
    void start(@TempDir Path directory) {
        storage = store.fresh(directory);
        server = BlobServer.start(EnvSyncServers.settings(storage, TokenSettings.none()), clock);
        ada = LevelsUser.owner(server.address(), "Acme");
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    String project() {
        return project(KEY.members("storage_mode", "client"));
    }

    /** Makes a project with a target and an environment. */
    String project(Map<String, ?> wish) {
        String slug = "p" + ++projects;
        Map<String, Object> named = new HashMap<>(wish);
        named.put("name", slug);
        ada.post("/projects", named).is(201);
        ada.post("/" + slug + "/targets", Map.of("name", "backend")).is(201);
        ada.post("/" + slug + "/backend/environments", Map.of("name", "production"))
                .is(201);
        return slug;
    }

    /** Makes a project whose key the server manages; few rounds make the test cheap. */
    String serverManaged() {
        return project(KEY.serverManaged());
    }

    Answer write(String level, String text) {
        return ada.store(level, KEY.blob(text), "key_proof", KEY.proofV1).is(200);
    }

    List<JsonObject> versions(String level) {
        return ada.post("/secrets/versions", LevelsUser.about(level)).is(200).list();
    }

    static Map<String, Object> changed(Map<String, Object> members, String name, Object value) {
        Map<String, Object> changed = new HashMap<>(members);
        changed.put(name, value);
        return changed;
    }
}

package io.envdrift.server.levels;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.json.JsonObject;
import io.envdrift.server.BlobServer;
import io.envdrift.server.EnvSyncServers;
import io.envdrift.server.EnvSyncServers.Store;
import io.envdrift.server.api.envsync.TokenSettings;
import io.envdrift.server.levels.LevelsUser.Answer;
import io.envdrift.server.store.StorageSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What the levels promise on the wire, the same on every database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LevelsContract {
    private static final ClientKey KEY = new ClientKey("correct horse battery staple");

    private final Store store;
    private BlobServer server;
    private LevelsUser ada;
    private int projects;

    LevelsContract(Store store) {
        this.store = store;
    }

    @BeforeAll
    void start(@TempDir Path directory) {
        StorageSettings storage = store.fresh(directory);
        server = BlobServer.start(EnvSyncServers.settings(storage, TokenSettings.none()), InstantSource.system());
        URI address = server.address();
        ada = LevelsUser.owner(address, "Acme");
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    /** Makes a client-managed project with a target and an environment. */
    private String project() {
        String slug = "p" + ++projects;
        ada.post("/projects", KEY.members("name", slug, "storage_mode", "client"))
                .is(201);
        ada.post("/" + slug + "/targets", Map.of("name", "backend")).is(201);
        ada.post("/" + slug + "/backend/environments", Map.of("name", "production"))
                .is(201);
        return slug;
    }

    @Test
    void storesAndReadsLevelsOfAClientManagedProject() {
        String project = project();
        String blob = KEY.blob("A=1\n");

        Answer stored =
                ada.store(project + "/backend", blob, "key_proof", KEY.proofV1).is(200);
        JsonObject receipt = stored.data();
        assertThat(receipt.requireText("level")).isEqualTo("target");
        assertThat(receipt.requireText("source")).isEqualTo("backend");
        assertThat(receipt.requireWhole("bytes")).isEqualTo(blob.length());
        assertThat(receipt.requireWhole("version")).isEqualTo(1);

        Answer read = ada.get("/" + project + "/backend/production/secrets").is(200);
        assertThat(read.attributes().object("levels").orElseThrow().names()).containsExactly("target");
        assertThat(read.level("target").requireText("content")).isEqualTo(blob);
        assertThat(read.level("target").flag("encrypted")).isTrue();
        assertThat(read.attributes().requireText("format")).isEqualTo("env");
        assertThat(read.body())
                .contains("\"hierarchy\":{\"project\":\"" + project
                        + "\",\"target\":\"backend\",\"environment\":\"production\"}");

        Answer project1 = ada.get("/" + project);
        assertThat(project1.attributes().requireText("encryption_type")).isEqualTo("client");
        assertThat(project1.attributes().flag("has_secrets")).isTrue();
        assertThat(ada.get("/" + project + "/encryption-key").key().requireText("managed"))
                .isEqualTo("client");
        assertThat(ada.get("/projects?filter[slug]=" + project).list()).hasSize(1);
        assertThat(List.of(ada.get("/" + project + "/targets").list().getFirst().requireText("id")))
                .containsExactly("backend");
    }

    @Test
    void aServerManagedProjectHandsOutItsKeyAndDecrypts() {
        String slug = "s" + ++projects;
        ada.post("/projects", Map.of("name", slug)).is(201);
        JsonObject key = ada.get("/" + slug + "/encryption-key").is(200).key();
        assertThat(key.requireText("managed")).isEqualTo("server");
        assertThat(key.requireText("key")).hasSize(43);
    }
}

package io.envdrift.server.levels;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.server.BlobServer;
import io.envdrift.server.EnvSyncServers.Store;
import io.envdrift.server.HeldDatabase;
import io.envdrift.server.ServerSettings;
import io.envdrift.server.levels.LevelsUser.Answer;
import io.envdrift.server.store.StorageSettings;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A write may wait for others after its token was found good; the token may be revoked by one of those. */
class RevokedMeanwhileIT {
    private static final ClientKey KEY = new ClientKey("correct horse battery staple");

    @Test
    void aWriteWhoseTokenIsRevokedWhileItWaitsIsRefused(@TempDir Path directory) throws Exception {
        StorageSettings storage = Store.SQLITE.fresh(directory);
        ServerSettings settings = ServerSettings.loopback(storage).build();
        try (BlobServer server = BlobServer.start(settings, InstantSource.system())) {
            LevelsUser ada = LevelsUser.owner(server.address(), "Acme");
            ada.post("/projects", KEY.members("name", "app")).is(201);
            LevelsUser bob = ada.tokenWith(Map.of("name", "bob", "abilities", List.of("*")));
            CompletableFuture<Answer> waiting;
            try (HeldDatabase held = HeldDatabase.of(storage)) {
                held.run("DELETE FROM levels_tokens WHERE name = 'bob'");
                waiting = CompletableFuture.supplyAsync(
                        () -> bob.store("app", KEY.blob("A=1"), "key_proof", KEY.proofV1));
                held.awaitChange(waiting);
            }
            waiting.get(1, TimeUnit.MINUTES).isRefused(401, "unauthenticated");
            assertThat(ada.get("/app/secrets").body()).contains("\"levels\":{}");
        }
    }
}

package io.envdrift.server.levels;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.server.BlobServer;
import io.envdrift.server.EnvSyncServers.Store;
import io.envdrift.server.ServerSettings;
import io.envdrift.server.levels.LevelsUser.Answer;
import io.envdrift.server.store.StorageSettings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A write may wait for others after its token was found good; the token may be revoked by one of those. */
class RevokedMeanwhileIT {
    private static final ClientKey KEY = new ClientKey("correct horse battery staple");
    private static final long CALLS = 1_000_000;

    @Test
    void aWriteWhoseTokenIsRevokedWhileItWaitsIsRefused(@TempDir Path directory) throws Exception {
        StorageSettings storage = Store.SQLITE.fresh(directory);
        Instant begun = Instant.now();
        try (BlobServer server = BlobServer.start(
                        ServerSettings.loopback(storage).callsPerMinute(CALLS).build(), () -> begun);
                Connection other = DriverManager.getConnection("jdbc:sqlite:" + storage.file());
                Statement statement = other.createStatement()) {
            LevelsUser ada = LevelsUser.owner(server.address(), "Acme");
            ada.post("/projects", KEY.members("name", "app")).is(201);
            LevelsUser bob = ada.tokenWith(Map.of("name", "bob", "abilities", List.of("*")));

            statement.execute("BEGIN IMMEDIATE");
            statement.execute("DELETE FROM levels_tokens WHERE name = 'bob'");
            long before = remaining(ada);
            CompletableFuture<Answer> waiting =
                    CompletableFuture.supplyAsync(() -> bob.store("app", KEY.blob("A=1"), "key_proof", KEY.proofV1));
            // A call is counted once its token was found good.
            for (long mine = 1; before - remaining(ada) == mine; mine++) {
                assertThat(waiting).isNotDone();
            }
            statement.execute("COMMIT");

            waiting.get(1, TimeUnit.MINUTES).isRefused(401, "unauthenticated");
            assertThat(ada.get("/app/secrets").body()).contains("\"levels\":{}");
        }
    }

    private static long remaining(LevelsUser user) {
        return Long.parseLong(user.get("/projects")
                .is(200)
                .headers()
                .firstValue("X-RateLimit-Remaining")
                .orElseThrow());
    }
}

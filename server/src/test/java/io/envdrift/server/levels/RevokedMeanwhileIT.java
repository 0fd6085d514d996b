package io.envdrift.server.levels;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.server.BlobServer;
import io.envdrift.server.EnvSyncServers.Store;
import io.envdrift.server.HeldDatabase;
import io.envdrift.server.ServerSettings;
import io.envdrift.server.levels.LevelsUser.Answer;
import io.envdrift.server.store.StorageSettings;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A call may wait after its token was found good, and the token may end meanwhile. */
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

    /** Others may be served first: two data keys are derived at a time. */
    @Test
    void aReadWhoseTokenEndsWhileItsKeyIsDerivedShowsNothing(@TempDir Path directory) throws Exception {
        AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
        InstantSource clock = () -> {
            if (isDeriving()) {
                ahead.set(Duration.ofHours(1));
            }
            return Instant.now().plus(ahead.get());
        };
        ServerSettings settings =
                ServerSettings.loopback(Store.SQLITE.fresh(directory)).build();
        try (BlobServer server = BlobServer.start(settings, clock)) {
            LevelsUser ada = LevelsUser.owner(server.address(), "Acme");
            Map<String, Object> project = new HashMap<>(KEY.serverManaged());
            project.put("name", "app");
            ada.post("/projects", project).is(201);
            ada.store("app", KEY.serverBlob("A=1")).is(200);
            String soon = Instant.now().plus(Duration.ofMinutes(30)).toString();
            LevelsUser bob = ada.tokenWith(Map.of("name", "bob", "abilities", List.of("*"), "expires_at", soon));
            bob.get("/app/secrets").is(200);
            bob.get("/app/secrets?decrypt=true").isRefused(401, "unauthenticated");
            assertThat(ada.get("/app/secrets?decrypt=true")
                            .is(200)
                            .level("project")
                            .requireText("content"))
                    .isEqualTo("A=1");
        }
    }

    /** Connections keep what they have read, and the next call of each must know of a commit that came from elsewhere. */
    @Test
    void whatAnotherProcessTakesAwayIsGoneAtTheNextCall(@TempDir Path directory) throws Exception {
        StorageSettings storage = Store.SQLITE.fresh(directory);
        AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
        InstantSource clock = () -> Instant.now().plus(ahead.get());
        try (BlobServer server =
                BlobServer.start(ServerSettings.loopback(storage).build(), clock)) {
            LevelsUser ada = LevelsUser.owner(server.address(), "Acme");
            ada.post("/projects", KEY.members("name", "app")).is(201);
            ada.store("app", KEY.blob("A=1"), "key_proof", KEY.proofV1).is(200);
            String soon = Instant.now().plus(Duration.ofMinutes(30)).toString();
            LevelsUser bob = ada.tokenWith(Map.of("name", "bob", "abilities", List.of("*"), "expires_at", soon));
            readByAll(bob, 200);
            commit(storage, "UPDATE levels_tokens SET limits = '[\"other\"]' WHERE name = 'bob'");
            readByAll(bob, 404);
            commit(
                    storage,
                    "UPDATE levels_tokens SET limits = '[]', abilities = '[\"project:read\"]' WHERE name = 'bob'");
            readByAll(bob, 403);
            commit(storage, "UPDATE levels_tokens SET abilities = '[\"*\"]' WHERE name = 'bob'");
            readByAll(bob, 200);
            ahead.set(Duration.ofHours(1));
            readByAll(bob, 401);
            ahead.set(Duration.ZERO);
            commit(storage, "DELETE FROM levels_tokens WHERE name = 'bob'");
            readByAll(bob, 401);
            commit(storage, "UPDATE levels_nodes SET version = version + 1, content = 'changed'");
            assertThat(ada.get("/app/secrets").level("project").requireText("content"))
                    .isEqualTo("changed");
        }
    }

    private static void commit(StorageSettings storage, String sql) throws SQLException {
        try (HeldDatabase held = HeldDatabase.of(storage)) {
            held.run(sql);
        }
    }

    /** Reads on all connections there are. */
    private static void readByAll(LevelsUser user, int status) throws Exception {
        List<Callable<Answer>> calls = Collections.nCopies(32, () -> user.get("/app/secrets"));
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Answer> answer : executor.invokeAll(calls)) {
                answer.get().is(status);
            }
        }
    }

    private static boolean isDeriving() {
        return StackWalker.getInstance()
                .walk(frames -> frames.anyMatch(
                        frame -> frame.getClassName().equals("io.envdrift.server.api.levels.DataKeys")));
    }
}

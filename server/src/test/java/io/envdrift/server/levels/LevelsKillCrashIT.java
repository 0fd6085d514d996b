package io.envdrift.server.levels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.envdrift.json.JsonObject;
import io.envdrift.server.EnvSyncServers;
import io.envdrift.server.EnvSyncServers.Store;
import io.envdrift.server.HeldDatabase;
import io.envdrift.server.levels.LevelsUser.Answer;
import io.envdrift.server.store.StorageSettings;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server that is killed under load has every acknowledged store, in its place, and no gap among the versions. */
class LevelsKillCrashIT {
    private static final boolean SOAK = Boolean.getBoolean("envdrift.soak");
    private static final int ROUNDS = SOAK ? 50 : 1;
    private static final int WRITERS = 8;
    private static final int LEAST_ACKNOWLEDGED = 20;
    private static final ClientKey KEY = new ClientKey("killed");

    @TempDir
    Path directory;

    private final Map<Long, String> acknowledged = new ConcurrentHashMap<>();

    @ParameterizedTest
    @EnumSource
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void whatWasAcknowledgedIsThereHoweverTheServerEnded(Store store) throws Exception {
        assumeTrue(
                SOAK || store == Store.SQLITE, "PostgreSQL with -Psoak: the transactions are those of the other APIs");
        StorageSettings storage = store.fresh(directory);
        Random random = new Random(1);
        LevelsUser ada = null;
        for (int round = 0; round < ROUNDS; round++) {
            try (EnvSyncServers.Process server = EnvSyncServers.process(storage, "0123456789abcdef".repeat(4))) {
                ada = ada == null ? withProject(server.address()) : at(ada, server.address());
                killUnderLoad(ada, server, LEAST_ACKNOWLEDGED + random.nextInt(60));
            }
        }
        assertThat(ada).isNotNull();
        try (EnvSyncServers.Process server = EnvSyncServers.process(storage, "0123456789abcdef".repeat(4))) {
            check(at(ada, server.address()));
            if (store == Store.SQLITE) {
                aTokenThatAnotherProcessTookIsDead(at(ada, server.address()), storage);
            }
        }
    }

    /** The server is a process of its own here, and keeps what it has read of tokens. */
    private static void aTokenThatAnotherProcessTookIsDead(LevelsUser user, StorageSettings storage)
            throws SQLException {
        user.get("/app/secrets").is(200);
        try (HeldDatabase held = HeldDatabase.of(storage)) {
            held.run("DELETE FROM levels_tokens");
            user.get("/app/secrets").is(200);
        }
        user.get("/app/secrets").isRefused(401, "unauthenticated");
    }

    private static LevelsUser withProject(URI address) {
        LevelsUser user = LevelsUser.owner(address, "Acme");
        user.post("/projects", KEY.members("name", "app")).is(201);
        return user;
    }

    private static LevelsUser at(LevelsUser user, URI address) {
        return new LevelsUser(address, user.organization(), user.token());
    }

    private void killUnderLoad(LevelsUser user, EnvSyncServers.Process server, int target) throws InterruptedException {
        CountDownLatch enough = new CountDownLatch(target);
        List<Thread> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            writers.add(Thread.ofPlatform().start(() -> storeUntilItBreaks(user, enough)));
        }
        assertThat(enough.await(5, TimeUnit.MINUTES)).isTrue();
        server.kill();
        for (Thread writer : writers) {
            writer.join();
        }
    }

    private void storeUntilItBreaks(LevelsUser user, CountDownLatch enough) {
        while (true) {
            String blob = KEY.blob("x".repeat(500));
            Answer answer;
            try {
                answer = user.store("app", blob, "key_proof", KEY.proofV1);
            } catch (UncheckedIOException e) {
                // The server is dead.
                return;
            }
            if (answer.status() != 200) {
                return;
            }
            long version = answer.data().requireWhole("version");
            assertThat(acknowledged.put(version, blob))
                    .as("a version is given once")
                    .isNull();
            enough.countDown();
        }
    }

    private void check(LevelsUser user) {
        JsonObject current = user.get("/app/secrets").is(200).level("project");
        TreeMap<Long, String> ids = new TreeMap<>();
        for (long page = 1; ; page++) {
            List<JsonObject> part = user.post(
                            "/secrets/versions", LevelsUser.about("app", "page", page, "per_page", 100))
                    .is(200)
                    .list();
            for (JsonObject each : part) {
                ids.put(each.object("attributes").orElseThrow().requireWhole("version"), each.requireText("id"));
            }
            if (part.isEmpty()) {
                break;
            }
        }
        long latest = current.requireWhole("version");
        assertThat(latest).isGreaterThanOrEqualTo((long) ROUNDS * LEAST_ACKNOWLEDGED);
        assertThat(ids.keySet())
                .containsExactlyElementsOf(LongStream.range(1, latest).boxed().toList());
        acknowledged.forEach((version, blob) -> {
            String held = version == latest
                    ? current.requireText("content")
                    : user.get("/secrets/versions/" + ids.get(version))
                            .is(200)
                            .data()
                            .requireText("content");
            assertThat(held).as("version " + version).isEqualTo(blob);
        });
    }
}

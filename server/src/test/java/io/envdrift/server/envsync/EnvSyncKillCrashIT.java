package io.envdrift.server.envsync;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.json.JsonObject;
import io.envdrift.server.EnvSyncServers;
import io.envdrift.server.EnvSyncServers.Store;
import io.envdrift.server.store.StorageSettings;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server that is killed under load has every acknowledged push, and no gap. */
class EnvSyncKillCrashIT {
    private static final boolean SOAK = Boolean.getBoolean("envdrift.soak");
    private static final int PUSHERS = 16;
    private static final int LEAST_ACKNOWLEDGED = 20;
    private static final int KEPT_IN_LIST = 50;

    @TempDir
    Path directory;

    private final Map<Long, String> acknowledged = new ConcurrentHashMap<>();

    @ParameterizedTest
    @EnumSource
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void whatWasAcknowledgedIsThereHoweverTheServerEnded(Store store) throws Exception {
        StorageSettings storage = store.fresh(directory);
        Random random = new Random(1);
        int rounds = rounds(store);
        for (int round = 0; round < rounds; round++) {
            try (EnvSyncServers.Process server = EnvSyncServers.process(storage, EnvSyncUser.SECRET)) {
                killUnderLoad(server, LEAST_ACKNOWLEDGED + random.nextInt(100));
            }
        }
        try (EnvSyncServers.Process server = EnvSyncServers.process(storage, EnvSyncUser.SECRET)) {
            check(EnvSyncUser.of(server.address(), "ada", "owner"), rounds);
        }
    }

    private static int rounds(Store store) {
        if (SOAK) {
            return 50;
        }
        return store == Store.SQLITE ? 2 : 1;
    }

    private void killUnderLoad(EnvSyncServers.Process server, int target) throws InterruptedException {
        CountDownLatch enough = new CountDownLatch(target);
        EnvSyncUser user = EnvSyncUser.of(server.address(), "ada", "owner");
        List<Thread> pushers = new ArrayList<>();
        for (int i = 0; i < PUSHERS; i++) {
            pushers.add(Thread.ofPlatform().start(() -> pushUntilItBreaks(user, enough)));
        }
        assertThat(enough.await(5, TimeUnit.MINUTES)).isTrue();
        server.kill();
        for (Thread pusher : pushers) {
            pusher.join();
        }
    }

    private void pushUntilItBreaks(EnvSyncUser user, CountDownLatch enough) {
        Random random = new Random();
        while (true) {
            String text = "c" + random.nextLong() + "x".repeat(500);
            HttpResponse<String> answer;
            try {
                answer = user.push("app", "main", text, "A");
            } catch (UncheckedIOException e) {
                // The server is dead.
                return;
            }
            if (answer.statusCode() != 200) {
                return;
            }
            long version = EnvSyncContract.JSON.object(answer.body()).requireWhole("version");
            assertThat(acknowledged.put(version, text))
                    .as("a version is given once")
                    .isNull();
            enough.countDown();
        }
    }

    /** Rolls back to each acknowledged version, so that the API itself shows its text. */
    private void check(EnvSyncUser user, int rounds) {
        String base = "/api/v1/envsync/app";
        List<JsonObject> newest = EnvSyncContract.JSON
                .object(user.get(base + "/versions?branch=main").body())
                .requireObjects("versions");
        long latest = newest.getFirst().requireWhole("version");
        assertThat(latest).isGreaterThanOrEqualTo((long) rounds * LEAST_ACKNOWLEDGED);
        assertThat(newest)
                .extracting(version -> version.requireWhole("version"))
                .as("no gap among the newest")
                .containsExactlyElementsOf(LongStream.iterate(latest, version -> version - 1)
                        .limit(KEPT_IN_LIST)
                        .boxed()
                        .toList());
        for (long version = 1; version <= latest; version++) {
            Map<String, ?> wish = Map.of("branch", "main", "version", version);
            HttpResponse<String> back = user.post(base + "/rollback", wish);
            assertThat(back.statusCode())
                    .as("version " + version + ": " + back.body())
                    .isEqualTo(200);
            String expected = acknowledged.get(version);
            if (expected != null) {
                assertThat(EnvSyncContract.JSON
                                .object(user.pull("app", "main").body())
                                .requireText("ciphertext"))
                        .isEqualTo(expected);
            }
        }
    }
}

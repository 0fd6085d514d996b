package io.envdrift.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.server.store.StorageSettings;
import io.envdrift.vaultenv.protocol.Endpoint;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.InstantSource;
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

class KillCrashIT {
    private static final boolean SOAK = Boolean.getBoolean("envdrift.soak");
    private static final int WRITERS = 4;
    private static final long LEAST_ACKNOWLEDGED = 20;

    @TempDir
    Path directory;

    private final Map<Long, String> acknowledged = new ConcurrentHashMap<>();

    @ParameterizedTest
    @EnumSource
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void whatWasAcknowledgedIsThereHoweverTheServerEnded(Backend backend) throws Exception {
        StorageSettings storage = backend.fresh(directory);
        Random random = new Random(1);
        ApiUser user = project(storage);
        int rounds = rounds(backend);
        for (int round = 0; round < rounds; round++) {
            try (ServerProcess server = ServerProcess.start(storage)) {
                killUnderLoad(server, user.at(server.address()), random.nextInt(200));
            }
            check(storage);
        }
        try (ServerProcess server = ServerProcess.start(storage)) {
            long latest = user.at(server.address())
                    .ask(Endpoint.CURRENT_VERSION, "production")
                    .version();
            assertThat(latest).isGreaterThanOrEqualTo(rounds * LEAST_ACKNOWLEDGED);
            assertThat(user.at(server.address()).push("production", "next").version())
                    .isEqualTo(latest + 1);
            assertThat(server.stop())
                    .as("exit code of SIGTERM, after a clean stop")
                    .isEqualTo(143);
        }
    }

    private static int rounds(Backend backend) {
        if (SOAK) {
            return 50;
        }
        return backend == Backend.SQLITE ? 2 : 1;
    }

    private static ApiUser project(StorageSettings storage) {
        try (BlobServer server = BlobServer.start(TestServers.settings(storage), InstantSource.system())) {
            return ApiUser.withProject(server.address(), InstantSource.system(), false);
        }
    }

    private void killUnderLoad(ServerProcess server, ApiUser user, int more) throws InterruptedException {
        long target = LEAST_ACKNOWLEDGED + more;
        CountDownLatch enough = new CountDownLatch((int) target);
        List<Thread> writers = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            writers.add(Thread.ofPlatform().start(() -> pushUntilItBreaks(user, enough)));
        }
        assertThat(enough.await(5, TimeUnit.MINUTES)).isTrue();
        server.kill();
        for (Thread writer : writers) {
            writer.join();
        }
    }

    private void pushUntilItBreaks(ApiUser user, CountDownLatch enough) {
        Random random = new Random();
        while (true) {
            String blob = "blob-" + random.nextLong() + "x".repeat(2000);
            Reply reply;
            try {
                reply = user.push("production", blob);
            } catch (UncheckedIOException e) {
                // The server is dead.
                return;
            }
            assertThat(acknowledged.put(reply.version(), blob))
                    .as("a version is given once")
                    .isNull();
            enough.countDown();
        }
    }

    private void check(StorageSettings storage) throws Exception {
        Map<Long, String> stored = new TreeMap<>();
        String url = storage.database().orElse("jdbc:sqlite:" + storage.file());
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            if (storage.database().isEmpty()) {
                try (ResultSet sound = statement.executeQuery("PRAGMA integrity_check")) {
                    assertThat(sound.getString(1)).isEqualTo("ok");
                }
            }
            try (ResultSet rows =
                    statement.executeQuery("SELECT version, encrypted_blob FROM secret_versions ORDER BY version")) {
                while (rows.next()) {
                    stored.put(rows.getLong(1), rows.getString(2));
                }
            }
            try (ResultSet counts = statement.executeQuery(
                    "SELECT (SELECT COUNT(*) FROM audit_log WHERE action = 'push'), (SELECT COUNT(*) FROM"
                            + " used_signatures)")) {
                assertThat(counts.next()).isTrue();
                assertThat(counts.getLong(1)).as("audit rows").isEqualTo(stored.size());
                assertThat(counts.getLong(2)).as("used signatures").isEqualTo(stored.size());
            }
        }
        assertThat(stored.keySet())
                .as("no gap, no duplicate")
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, stored.size()).boxed().toList());
        assertThat(stored).as("every acknowledged push is there").containsAllEntriesOf(acknowledged);
    }
}

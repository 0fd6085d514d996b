package io.envdrift.workflow.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.sync.Outcome;
import io.envdrift.sync.SyncReport;
import io.envdrift.workflow.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files are written while vaults are still being read; questions are not put so early. */
@Timeout(300)
class SyncOverlapTest {
    private static final SyncOptions PLAIN = SyncOptions.plain(Optional.empty());

    @TempDir
    private Path root;

    private Workspace workspace;

    @BeforeEach
    void threeServices() {
        workspace = new Workspace(root);
        StringBuilder mappings = new StringBuilder();
        for (String service : List.of("a", "b", "c")) {
            workspace.write(service + "/.env.production", "A=1\n");
            workspace.vault.put(service, Workspace.hex(Workspace.KEY));
            mappings.append(Workspace.mappingOf(service, service));
        }
        workspace.config(mappings.toString());
    }

    @Test
    void keysAreWrittenWhileTheLastSecretIsStillBeingRead() {
        workspace.vault.beforeRead = name -> {
            if (name.equals("c")) {
                awaitFile(root.resolve("a/.env.keys"));
            }
        };
        SyncReport report = new Sync(workspace.open()).run(PLAIN, UpdateApproval.never());
        assertThat(report.rows())
                .hasSize(3)
                .allSatisfy(row -> assertThat(row.outcome()).isInstanceOf(Outcome.Created.class));
    }

    @Test
    void nobodyIsAskedBeforeAllSecretsAreThere() {
        workspace.write("a/.env.keys", Workspace.NAME + "=" + Workspace.hex(Workspace.OTHER) + "\n");
        CountDownLatch asked = new CountDownLatch(1);
        workspace.vault.beforeRead = name -> {
            if (name.equals("c")) {
                // Long enough that a question which is put too early comes first.
                assertThat(await(asked, Duration.ofMillis(200))).isFalse();
            }
        };
        SyncReport report = new Sync(workspace.open()).run(PLAIN, update -> {
            assertThat(workspace.vault.reads).contains("c");
            asked.countDown();
            return UpdateApproval.Answer.REPLACE;
        });
        assertThat(asked.getCount()).isZero();
        assertThat(report.rows().getFirst().outcome()).isInstanceOf(Outcome.Updated.class);
        assertThat(report.hasErrors()).isFalse();
    }

    private static void awaitFile(Path file) {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!Files.exists(file)) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(file + " was not written meanwhile");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static boolean await(CountDownLatch latch, Duration limit) {
        try {
            return latch.await(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}

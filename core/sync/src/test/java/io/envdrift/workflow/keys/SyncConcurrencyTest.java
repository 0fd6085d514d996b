package io.envdrift.workflow.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.sync.Outcome;
import io.envdrift.sync.SyncReport;
import io.envdrift.workflow.Project;
import io.envdrift.workflow.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many writers of one keys file: no update is lost. */
class SyncConcurrencyTest {
    private static final int PROCESSES = 3;
    private static final int THREADS = 4;
    private static final int ROUNDS = 4;

    @TempDir
    Path root;

    @Test
    void twelveWritersInThreeProcessesLoseNothing() throws Exception {
        Workspace workspace = new Workspace(root);
        for (int writer = 0; writer < PROCESSES * THREADS; writer++) {
            workspace.write("app/.env." + environment(writer), "A=1\n");
        }
        List<Process> running = new ArrayList<>();
        for (int process = 0; process < PROCESSES; process++) {
            running.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Writers.class.getName(),
                            root.toString(),
                            Integer.toString(process * THREADS))
                    .inheritIO()
                    .start());
        }
        for (Process process : running) {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        }
        String keys = workspace.read("app/.env.keys");
        for (int writer = 0; writer < PROCESSES * THREADS; writer++) {
            assertThat(keys).containsOnlyOnce(key(writer, ROUNDS - 1));
        }
        assertThat(keys.lines().filter(line -> line.startsWith("DOTENV_PRIVATE_KEY_")))
                .hasSize(PROCESSES * THREADS);
        try (Stream<Path> files = Files.list(root.resolve("app"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .noneMatch(name -> name.endsWith(".tmp") || name.endsWith(".lock"));
        }
    }

    private static String environment(int writer) {
        return "e" + writer;
    }

    private static String key(int writer, int round) {
        return "%032x%032x".formatted(writer + 1, round + 1);
    }

    /** Four threads, each of which brings the keys of its own environment, one after the other. */
    static final class Writers {
        private Writers() {}

        public static void main(String[] args) throws Exception {
            Path root = Path.of(args[0]);
            int first = Integer.parseInt(args[1]);
            try (ExecutorService executor = Executors.newFixedThreadPool(THREADS)) {
                List<Future<Boolean>> results = new ArrayList<>();
                for (int thread = 0; thread < THREADS; thread++) {
                    int writer = first + thread;
                    results.add(executor.submit((Callable<Boolean>) () -> bring(root, writer)));
                }
                for (Future<Boolean> result : results) {
                    if (!result.get()) {
                        throw new IllegalStateException("a key was not written");
                    }
                }
            }
        }

        private static boolean bring(Path root, int writer) {
            Workspace workspace =
                    new Workspace(root, "envdrift-" + writer + ".toml").mapping("""
                        environment = "%s"
                        """.formatted(environment(writer)));
            boolean written = true;
            for (int round = 0; round < ROUNDS; round++) {
                workspace.vault.put("app-key", key(writer, round));
                try (Project project = workspace.open()) {
                    SyncReport report =
                            new Sync(project).run(SyncOptions.plain(Optional.empty()), UpdateApproval.always());
                    Outcome outcome = report.rows().getFirst().outcome();
                    written &= round == 0 ? outcome instanceof Outcome.Created : outcome instanceof Outcome.Updated;
                }
            }
            return written;
        }
    }
}

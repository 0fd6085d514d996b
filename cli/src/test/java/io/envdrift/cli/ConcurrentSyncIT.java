package io.envdrift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenvx.KeysFile;
import io.envdrift.dotenvx.PrivateKey;
import io.envdrift.testkit.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many processes bring a key each into the same keys file, fifty with {@code -Psoak}. As many run at a time as a small machine bears. */
class ConcurrentSyncIT {
    private static final int PROCESSES = Boolean.getBoolean("envdrift.soak") ? 50 : 8;
    private static final int AT_A_TIME = 8;
    private static final int LIMIT_SECONDS = 300;

    @TempDir
    Path temporary;

    @Test
    void processesOnOneFolderLoseNothing() throws Exception {
        SampleProject project = new SampleProject(temporary.resolve("project"));
        IntStream.range(0, PROCESSES).forEach(i -> prepare(project, i));
        project.write("shared/.env.keys", "# kept as it is\nDOTENV_PRIVATE_KEY_OLD=" + "9".repeat(64) + "\n");

        List<Callable<String>> syncs = IntStream.range(0, PROCESSES)
                .<Callable<String>>mapToObj(i -> () -> sync(project, i))
                .collect(Collectors.toList());
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME)) {
            for (Future<String> failure : threads.invokeAll(syncs)) {
                assertThat(failure.get()).isEmpty();
            }
        }

        Map<String, String> expected = new TreeMap<>(Map.of("DOTENV_PRIVATE_KEY_OLD", "9".repeat(64)));
        IntStream.range(0, PROCESSES).forEach(i -> expected.put("DOTENV_PRIVATE_KEY_S" + i, SampleProject.hex(key(i))));
        assertThat(KeysFile.of(EnvDocument.parse(project.read("shared/.env.keys"))).entries().stream()
                        .collect(Collectors.toMap(
                                KeysFile.Entry::name,
                                entry -> entry.list().tokens().getFirst().reveal())))
                .isEqualTo(expected);
        assertThat(project.read("shared/.env.keys")).startsWith("# kept as it is\n");
        assertThat(project.mode("shared/.env.keys")).isEqualTo("rw-------");
        assertThat(WritingCommand.leftovers(project.root)).isEmpty();
    }

    private static void prepare(SampleProject project, int i) {
        project.encrypted("shared/.env.s" + i, key(i), "A=" + i + "\n").secret("key-" + i, SampleProject.hex(key(i)));
        project.config("""

            [[vault.sync.mappings]]
            secret_name = "key-%d"
            folder_path = "shared"
            environment = "s%d"
            """.formatted(i, i));
        project.write("sync-" + i + ".toml", project.read("envdrift.toml"));
    }

    private static PrivateKey key(int i) {
        return PrivateKey.parse("%064x".formatted(i + 1));
    }

    /** Runs one process to its end; returns what it printed when it failed, else nothing. */
    private String sync(SampleProject project, int i) throws IOException, InterruptedException {
        Path output = temporary.resolve("output-" + i);
        String config = project.root.resolve("sync-" + i + ".toml").toString();
        Process process = ChildJvm.start(Main.class, List.of("sync", "--ci", "-c", config), Map.of(), output);
        try {
            boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
            return ended && process.exitValue() == 0 ? "" : "ended: " + ended + "\n" + Files.readString(output);
        } finally {
            process.destroyForcibly();
        }
    }
}

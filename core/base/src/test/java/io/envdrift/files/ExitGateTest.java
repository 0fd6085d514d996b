package io.envdrift.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of writes and waits when the process is told to end. */
class ExitGateTest {
    @TempDir
    Path folder;

    @Test
    void aWriteThatHasBegunIsFinishedAndItsLockRemoved() throws Exception {
        Process child = start("write");
        try (BufferedReader output = child.inputReader(UTF_8)) {
            assertThat(output.readLine()).isEqualTo("writing");
            child.toHandle().destroy();
            assertThat(output.readLine()).isEqualTo("ending");
            child.getOutputStream().write('\n');
            child.getOutputStream().close();
            assertTerminatedInPeace(child);
        }
        assertThat(folder.resolve("f")).hasContent("NEW");
        assertThat(names()).containsExactly("f");
    }

    @Test
    void whoOnlyWaitsForALockGivesUpAtOnce() throws Exception {
        Process child;
        try (FolderLock held = FolderLock.acquire(List.of(folder), Duration.ofSeconds(1))) {
            assertThat(held).isNotNull();
            child = start("wait");
            try (BufferedReader output = child.inputReader(UTF_8)) {
                assertThat(output.readLine()).isEqualTo("waiting");
                child.toHandle().destroy();
                assertTerminatedInPeace(child);
            }
        }
        assertThat(names()).isEmpty();
    }

    private static void assertTerminatedInPeace(Process child) throws Exception {
        assertThat(new String(child.getErrorStream().readAllBytes(), UTF_8)).isEmpty();
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
        int terminated = 128 + 15;
        assertThat(child.exitValue()).isEqualTo(terminated);
    }

    private Process start(String what) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        folder.toString(),
                        what)
                .start();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** Writes under a lock and stops in the middle until it hears more, or waits for a lock that is held. */
    static final class Child {
        private Child() {}

        public static void main(String[] args) {
            Path folder = Path.of(args[0]);
            ExitGate.install();
            if (args[1].equals("wait")) {
                System.out.println("waiting");
                try {
                    FolderLock.acquire(List.of(folder), Duration.ofSeconds(60)).close();
                } catch (EnvdriftException e) {
                    assertThat(e.code()).isEqualTo(ErrorCode.INTERRUPTED);
                }
                return;
            }
            Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("ending")));
            FileOperations slow = new WatchedOperations((operation, file) -> {
                if (operation.equals("rename")) {
                    System.out.println("writing");
                    if (System.in.read() < 0) {
                        throw new IOException("the test went away");
                    }
                }
            });
            try (FolderLock lock = FolderLock.acquire(List.of(folder), Duration.ofSeconds(1))) {
                assertThat(lock).isNotNull();
                new AtomicFile(slow).write(folder.resolve("f"), "NEW".getBytes(UTF_8), FileAccess.OWNER_ONLY);
            }
        }
    }
}

package io.envdrift.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.base.EnvdriftException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody who may write to the project puts a link to the outside in the place of a folder, over and over, while keys are
 * written to it. A few swaps in every build; {@code -Denvdrift.swaps=N}, which {@code -Psoak} sets, does more.
 */
class FolderSwapTest {
    private static final int SWAPS = Integer.getInteger("envdrift.swaps", 200);

    @TempDir
    Path temporary;

    @Test
    void SEC_A17_noKeyReachesTheFolderThatALinkLeadsTo() throws Exception {
        Path root = temporary.toRealPath();
        Path outside = Files.createDirectory(root.resolve("outside"));
        Path services = Files.createDirectories(root.resolve("project/services"));
        Path app = Files.createDirectory(services.resolve("app"));
        AtomicInteger swaps = new AtomicInteger();
        AtomicReference<IOException> broken = new AtomicReference<>();
        Thread swapper = Thread.ofPlatform().start(() -> {
            try {
                for (; swaps.get() < SWAPS; swaps.incrementAndGet()) {
                    Files.move(app, services.resolve("away"));
                    Files.createSymbolicLink(app, outside);
                    Thread.yield();
                    Files.delete(app);
                    Files.move(services.resolve("away"), app);
                    Thread.yield();
                }
            } catch (IOException e) {
                broken.set(e);
            }
        });
        AtomicFile files = new AtomicFile(FileOperations.system());
        int tried = 0;
        while (swapper.isAlive()) {
            write(files, app, "KEY=" + tried++);
        }
        swapper.join();

        assertThat(broken).hasNullValue();
        assertThat(swaps).hasValue(SWAPS);
        assertThat(names(outside)).isEmpty();
        assertThat(names(services)).containsExactly("app");
        assertThat(names(app)).isSubsetOf(".env.keys");
        assertThat(write(files, app, "LAST=1")).isTrue();
        assertThat(app.resolve(".env.keys")).hasContent("LAST=1");
    }

    private static boolean write(AtomicFile files, Path app, String text) {
        try (FolderLock lock = FolderLock.acquire(List.of(app), Duration.ofSeconds(60))) {
            assertThat(lock).isNotNull();
            files.write(app.resolve(".env.keys"), text.getBytes(UTF_8), FileAccess.OWNER_ONLY);
            return true;
        } catch (EnvdriftException e) {
            // A row that says so; the next run finds the folder in its place.
            return false;
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}

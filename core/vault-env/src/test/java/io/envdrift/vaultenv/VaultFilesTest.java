package io.envdrift.vaultenv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.envdrift.base.EnvdriftException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What else may lie where the client reads and writes: it ends by itself, and what is outside stays as it is. */
class VaultFilesTest {
    private static final String SECRET = "canary\n";
    private static final List<String> KINDS = List.of(
            "link outside",
            "link to nothing outside",
            "link in a circle",
            "link to the environment",
            "link to a device",
            "link to a pipe",
            "pipe",
            "directory",
            "hard link");
    private static final List<String> PLACES =
            List.of(".vault-cache", ".env", "home/.vault/" + UpstreamStub.KEY.projectId() + ".key");

    @TempDir
    Path temporary;

    private UpstreamStub server;

    @BeforeEach
    void start() throws IOException {
        server = new UpstreamStub();
        server.store("development", UpstreamStub.LAPTOP, "{\"A\":\"vault\"}");
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    static Stream<String> cells() {
        return PLACES.stream().flatMap(place -> KINDS.stream().map(kind -> kind + " at " + place));
    }

    @Test
    void theTableIsWhole() {
        assertThat(cells()).hasSize(3 * 9);
    }

    @ParameterizedTest
    @MethodSource("cells")
    void SEC_A7_A14_loadingIsContained(String cell) throws Exception {
        Path root = Files.createDirectory(temporary.toRealPath().resolve("project"));
        Path outside = Files.createDirectory(temporary.toRealPath().resolve("outside"));
        Files.writeString(outside.resolve("secret"), SECRET);
        Path place = root.resolve(cell.substring(cell.indexOf(" at ") + " at ".length()));
        Files.createDirectories(place.getParent());
        put(cell.substring(0, cell.indexOf(" at ")), place, outside);
        List<String> before = names(outside);

        CompletableFuture<String> ends = new CompletableFuture<>();
        Thread.ofPlatform().daemon().start(() -> {
            try {
                VaultEnvLoader loader = server.loader(
                                root,
                                "VAULT_KEY",
                                UpstreamStub.KEY.text().reveal(),
                                "VAULT_DEVICE_SECRET",
                                place.endsWith(".key")
                                        ? ""
                                        : UpstreamStub.LAPTOP.text().reveal())
                        .warnings(text -> {});
                loader.load();
                loader.loadCached();
                ends.complete("loaded");
            } catch (EnvdriftException e) {
                ends.complete(String.valueOf(e.getMessage()));
            } catch (RuntimeException e) {
                ends.completeExceptionally(e);
            }
        });

        // An opening that waits would wait for ever.
        assertThat(ends.get(120, TimeUnit.SECONDS)).doesNotContain("canary");
        assertThat(names(outside)).isEqualTo(before);
        assertThat(outside.resolve("secret")).hasContent(SECRET);
        try (Stream<Path> files = Files.list(root)) {
            for (Path file : files.filter(each -> Files.isRegularFile(each) && !Files.isSymbolicLink(each))
                    .filter(each -> !each.equals(place))
                    .toList()) {
                assertThat(Files.readString(file)).doesNotContain("canary");
            }
        }
    }

    private static void put(String kind, Path place, Path outside) throws Exception {
        switch (kind) {
            case "link outside" -> Files.createSymbolicLink(place, outside.resolve("secret"));
            case "link to nothing outside" -> Files.createSymbolicLink(place, outside.resolve("nothing"));
            case "link in a circle" -> Files.createSymbolicLink(place, place.getFileName());
            case "link to the environment" -> Files.createSymbolicLink(place, Path.of("/proc/self/environ"));
            case "link to a device" -> Files.createSymbolicLink(place, Path.of("/dev/zero"));
            case "link to a pipe" -> {
                pipe(outside.resolve("pipe"));
                Files.createSymbolicLink(place, outside.resolve("pipe"));
            }
            case "pipe" -> pipe(place);
            case "directory" -> Files.createDirectory(place);
            default -> Files.createLink(place, outside.resolve("secret"));
        }
    }

    private static void pipe(Path path) throws Exception {
        assumeTrue(new ProcessBuilder("mkfifo", path.toString()).start().waitFor() == 0, "there is no mkfifo");
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(Path::toString).sorted().toList();
        }
    }
}

package io.envdrift.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** SEC-A14 inside of {@code .git}: a pipe or a device where git reads a file, for which it would wait or read without end. */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileRepositoryTest {
    /** Eighty times what is expected, and less than the time after which any git is ended. */
    private static final Duration LATEST = Duration.ofSeconds(20);

    @TempDir
    private Path temporary;

    private Path root;
    private Path file;
    private GitRepository repository;
    private WorkTree tree;

    @BeforeEach
    void makeRepository() throws Exception {
        root = Files.createDirectory(temporary.toRealPath().resolve("project"));
        repository = GitRepository.init(root);
        file = Files.writeString(root.resolve("f"), "text\n");
        repository.commitAll();
        tree = WorkTree.of(root).orElseThrow();
    }

    static Stream<List<String>> places() {
        return Stream.of(
                        ".git/config",
                        ".git/HEAD",
                        ".git/index",
                        ".git/packed-refs",
                        ".git/info/exclude",
                        ".git/refs/heads/main",
                        ".gitignore",
                        "included",
                        "included-twice")
                .flatMap(place -> Stream.of(List.of(place, "a pipe"), List.of(place, "a device")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("places")
    void SEC_A14_gitIsNotStartedWhereItWouldWait(List<String> row) throws Exception {
        String place = row.getFirst();
        if (place.startsWith("included")) {
            Files.writeString(root.resolve("first"), "[Include]\n  Path = \"included-twice\"\n");
            Files.writeString(
                    root.resolve(".git/config"),
                    "[core]\n\tbare = false\n[includeIf \"gitdir:/\"]\n\tpath = ../"
                            + (place.equals("included") ? place : "first") + "\n");
        }
        put(root.resolve(place), row.get(1).equals("a pipe"));

        assertThat(tree.tracked(Set.of(file))).isEmpty();
        assertThat(tree.notIgnored(Set.of(file))).isEmpty();
        assertThat(tree.isKnownToGit()).isFalse();
        assertThat(tree.refusal("list the index"))
                .hasMessageStartingWith("git cannot list the index: " + root)
                .hasMessageEndingWith(Path.of(place).getFileName() + " is no regular file");
    }

    @Test
    void SEC_A14_aGitThatOpensAPipeElsewhereIsEnded() throws Exception {
        assumeTrue(
                Files.exists(Path.of("/proc/self/wchan")),
                "skipped: a kernel needed that tells what a process waits for");
        String id = repository.run("rev-parse", "HEAD:f").strip();
        put(root.resolve(".git/objects/" + id.substring(0, 2) + "/" + id.substring(2)), true);
        long start = System.nanoTime();

        assertThat(tree.lastContents(Set.of(file))).isEmpty();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LATEST);
    }

    @Test
    void whatIsUsualIsRead() throws Exception {
        Files.writeString(root.resolve("more"), "[user]\n\tname = x\n");
        repository.run("config", "include.path", "../more");
        repository.run("config", "--add", "include.path", "../nowhere");
        repository.run("config", "--add", "include.path", "/dev/null");
        repository.run("config", "alias.path", "!path=/dev/zero true");
        Files.writeString(root.resolve(".gitignore"), "ignored\n");

        assertThat(tree.isKnownToGit()).isTrue();
        assertThat(tree.tracked(Set.of(file))).containsExactly(file);
    }

    private static void put(Path place, boolean pipe) throws Exception {
        Files.deleteIfExists(place);
        if (pipe) {
            assertThat(new ProcessBuilder("mkfifo", place.toString()).start().waitFor())
                    .isZero();
        } else {
            Files.createSymbolicLink(place, Path.of("/dev/zero"));
        }
    }
}

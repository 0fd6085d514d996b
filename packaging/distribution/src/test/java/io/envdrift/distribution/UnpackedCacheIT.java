package io.envdrift.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the installation holds compressed is unpacked once for each user, and used only where nobody else could have put it. */
class UnpackedCacheIT {
    private static final Path ARCHIVE = Path.of(System.getProperty("envdrift.archive"));
    private static final String[] COMMAND = {"sync", "-p", "aws"};
    private static final int FIRST_USES = 6;
    private static final int NOBODY = 65_534;

    @TempDir
    private static Path shared;

    private static Installation installed;

    @TempDir
    private Path directory;

    private Path home;

    @BeforeAll
    static void unpack() throws Exception {
        installed = Installation.unpack(ARCHIVE, shared.resolve("here"));
    }

    @BeforeEach
    void home() throws Exception {
        home = Files.createDirectory(directory.resolve("home of 'a' user"));
    }

    @Test
    void isUnpackedOnceForItsOwnerOnlyAndIsWhatTheRuntimeTakes() throws Exception {
        Path cache = used().orElseThrow();

        assertThat(cache).hasParent(caches());
        assertThat(modeOf(cache)).isEqualTo("rw-------");
        assertThat(modeOf(caches())).isEqualTo("rwx------");
        assertThat(modeOf(home.resolve(".cache"))).isEqualTo("rwx------");
        assertIsWhole(cache);
        Object inode = Files.getAttribute(cache, "unix:ino");
        assertThat(used()).contains(cache);
        assertThat(Files.getAttribute(cache, "unix:ino")).isEqualTo(inode);
        assertThat(names()).containsExactly(cache.getFileName().toString());
        // With this mode Java refuses to start where it cannot use the cache.
        List<String> words = new ArrayList<>(
                List.of(installed.root().resolve("runtime/bin/java").toString(), "-XX:AOTMode=on"));
        words.addAll(installed.javaArguments(environment(), COMMAND));
        words.add("--help");
        assertThat(installed
                        .run(directory, environment(), words.toArray(String[]::new))
                        .out())
                .contains("Usage: envdrift sync");
    }

    /** Counted, not timed: {@code find} ran before, too. */
    @Test
    void theNextStartRunsNoProcessMore() throws Exception {
        Path log = directory.resolve("log");
        Path tools = Files.createDirectory(directory.resolve("tools"));
        try (Stream<Path> programs = Files.list(installed.tools())) {
            for (Path program : programs.toList()) {
                String name = program.getFileName().toString();
                Path script = Files.writeString(
                        tools.resolve(name),
                        "#!/bin/sh\necho " + name + " >> '" + log + "'\nexec " + program.toRealPath() + " \"$@\"\n");
                Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
        Map<String, String> environment = Map.of("HOME", home.toString(), "PATH", tools.toString());
        assertThat(used(environment)).isPresent();
        assertThat(Files.readAllLines(log)).contains("gzip", "mv");
        Files.delete(log);

        assertThat(used(environment)).isPresent();

        assertThat(Files.readAllLines(log)).containsExactly("find");
    }

    @Test
    void goesWhereCachesBelongIfThatIsAbsolute() throws Exception {
        Path caches = Files.createDirectory(directory.resolve("caches"));
        assertThat(used(Map.of("HOME", home.toString(), "XDG_CACHE_HOME", caches.toString()))
                        .orElseThrow())
                .startsWith(caches.resolve("envdrift"));
        assertThat(used(Map.of("HOME", home.toString(), "XDG_CACHE_HOME", "caches"))
                        .orElseThrow())
                .startsWith(home);
    }

    @Test
    void firstUsesAtTheSameTimeLeaveOneWholeCache() throws Exception {
        List<Process> starts = new ArrayList<>();
        for (int i : IntStream.range(0, FIRST_USES).toArray()) {
            ProcessBuilder builder = new ProcessBuilder(
                            installed.root().resolve("bin/envdrift").toString(), "sync", "-p", "aws", "--help")
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("printed" + i).toFile());
            builder.environment().clear();
            builder.environment().putAll(environment());
            builder.environment().put("PATH", installed.tools().toString());
            starts.add(builder.start());
        }
        for (Process start : starts) {
            assertThat(start.waitFor(120, TimeUnit.SECONDS)).isTrue();
        }
        for (int i : IntStream.range(0, FIRST_USES).toArray()) {
            assertThat(Files.readString(directory.resolve("printed" + i))).startsWith("Usage: envdrift sync");
        }
        assertThat(names()).hasSize(1);
        assertIsWhole(used().orElseThrow());
    }

    @Test
    void cachesOfOtherBuildsAndRestsOfKilledStartsGo() throws Exception {
        Path own = Files.createDirectories(caches());
        Files.setPosixFilePermissions(home.resolve(".cache"), PosixFilePermissions.fromString("rwx------"));
        Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwx------"));
        Files.writeString(own.resolve("envdrift-aws-000000000000.aot"), "another build's");
        Files.writeString(own.resolve("notes"), "a person's");
        Path rest = Files.writeString(own.resolve(".new.abcdef"), "a killed start's");
        Path young = Files.writeString(own.resolve(".new.ghijkl"), "of a start that goes on");
        Files.setLastModifiedTime(rest, FileTime.from(Instant.now().minus(Duration.ofDays(1))));

        Path cache = used().orElseThrow();

        assertThat(names())
                .containsExactlyInAnyOrder(
                        cache.getFileName().toString(),
                        "notes",
                        young.getFileName().toString());
    }

    /** Anyone who may write to one of these directories could put code there. */
    @ParameterizedTest
    @CsvSource({".cache, rwxrwx---", ".cache, rwx---rwx", ".cache/envdrift, rwxrwx---", ".cache/envdrift, rwx---rwx"})
    void isNotUsedFromADirectoryThatOthersMayWriteTo(String path, String mode) throws Exception {
        assertThat(used()).isPresent();
        Files.setPosixFilePermissions(home.resolve(path), PosixFilePermissions.fromString(mode));
        assertThat(used()).isEmpty();
    }

    @Test
    void isNotUsedThroughALink() throws Exception {
        Path cache = used().orElseThrow();
        Path other = Files.move(cache, directory.resolve("other.aot"));
        Files.createSymbolicLink(cache, other);
        assertThat(used()).isEmpty();

        Path moved = Files.move(caches(), directory.resolve("envdrift"));
        Files.delete(moved.resolve(cache.getFileName()));
        Files.createSymbolicLink(caches(), moved);
        assertThat(used()).isEmpty();
        assertThat(moved).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "relative", "/no/such/home", "/dev/null", "/proc"})
    void startsWithoutACacheWhereNoHomeIs(String where) throws Exception {
        assertThat(used(Map.of("HOME", where))).isEmpty();
        assertThat(used(Map.of("HOME", home.toString(), "XDG_CACHE_HOME", "/no/such/directory")))
                .isEmpty();
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void startsWithoutACacheWhereNothingCanBeWrittenOrUnpacked() throws Exception {
        Path broken = Files.createDirectory(directory.resolve("broken"));
        try (Stream<Path> programs = Files.list(installed.tools())) {
            for (Path program : programs.toList()) {
                Files.createSymbolicLink(broken.resolve(program.getFileName()), program.toRealPath());
            }
        }
        Files.delete(broken.resolve("gzip"));
        // The disk is full: half of it was written.
        Path half = Files.writeString(broken.resolve("gzip"), "#!/bin/sh\necho half\nexit 1\n");
        Files.setPosixFilePermissions(half, PosixFilePermissions.fromString("rwxr-xr-x"));
        Map<String, String> environment = Map.of("HOME", home.toString(), "PATH", broken.toString());
        assertThat(used(environment)).isEmpty();
        Files.delete(half);
        assertThat(used(environment)).isEmpty();
        assertThat(names()).isEmpty();

        Files.setPosixFilePermissions(caches(), PosixFilePermissions.fromString("r-x------"));
        Assumptions.assumeFalse(Files.isWritable(caches()), "root writes everywhere");
        assertThat(used()).isEmpty();
    }

    /** A root shell that kept somebody's HOME: what lies there is another's, or could be the next moment. */
    @ParameterizedTest
    @ValueSource(strings = {"", ".cache", ".cache/envdrift", "the file"})
    void isNotUsedWhereSomebodyElseOwnsIt(String path) throws Exception {
        Assumptions.assumeTrue((int) Files.getAttribute(home, "unix:uid") == 0, "only root can give files away");
        Path cache = used().orElseThrow();
        Files.setAttribute(path.equals("the file") ? cache : home.resolve(path), "unix:uid", NOBODY);

        assertThat(used()).isEmpty();

        if (!path.equals("the file")) {
            Files.delete(cache);
            assertThat(used()).isEmpty();
            assertThat(cache).doesNotExist();
        }
    }

    private Map<String, String> environment() {
        return Map.of("HOME", home.toString());
    }

    private Optional<Path> used() throws Exception {
        return used(environment());
    }

    /**
     * Returns the unpacked cache that a command is started with. It is started in any case, and silently: without one with the
     * command line's own.
     */
    private static Optional<Path> used(Map<String, String> environment) throws Exception {
        String option = "-XX:AOTCache=";
        List<Path> caches = installed.javaArguments(environment, COMMAND).stream()
                .filter(word -> word.startsWith(option))
                .map(word -> Path.of(word.substring(option.length())))
                .toList();
        assertThat(caches).hasSize(1);
        return caches.getFirst().equals(installed.cache()) ? Optional.empty() : Optional.of(caches.getFirst());
    }

    private Path caches() {
        return home.resolve(".cache/envdrift");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(caches())) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static void assertIsWhole(Path cache) throws IOException {
        Path packed = installed.root().resolve("lib").resolve(cache.getFileName() + ".gz");
        try (InputStream unpacked = new GZIPInputStream(Files.newInputStream(packed))) {
            assertThat(Arrays.equals(unpacked.readAllBytes(), Files.readAllBytes(cache)))
                    .isTrue();
        }
    }

    private static String modeOf(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
    }
}

package io.envdrift.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Built again, in another place, with the same tools, the archive is the same but for what a training leaves. */
class ReproducibleIT {
    private static final Path CHECKOUT = Path.of(System.getProperty("envdrift.root"));
    private static final Path ARCHIVE = Path.of(System.getProperty("envdrift.archive"));
    private static final String MAVEN_JAVA_HOME = System.getProperty("envdrift.maven-java-home", "");

    private static final long LIMIT_MINUTES = 30;

    @TempDir
    private Path directory;

    @Test
    void twoBuildsHaveTheSameFiles() throws Exception {
        Path copy = directory.resolve("another place");
        run(CHECKOUT, "git", "clone", "-q", CHECKOUT.toString(), copy.toString());
        run(
                copy,
                "mvn",
                "-q",
                "-B",
                "-Pdist",
                "-pl",
                "packaging/distribution",
                "-am",
                "-Dmaven.test.skip=true",
                "package");

        Path again = copy.resolve("cli/target").resolve(ARCHIVE.getFileName());
        assertThat(hashes(again, "again")).isEqualTo(hashes(ARCHIVE, "first"));
    }

    private Map<String, String> hashes(Path archive, String name) throws Exception {
        Installation unpacked = Installation.unpack(archive, directory.resolve(name));
        Map<String, String> hashes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(unpacked.root())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String path = unpacked.root().relativize(file).toString();
                if (!path.matches(".*\\.aot(\\.gz)?")) {
                    hashes.put(path, HexFormat.of().formatHex(BuildId.sha256().digest(Files.readAllBytes(file))));
                }
            }
        }
        assertThat(hashes).hasSizeGreaterThan(200);
        return hashes;
    }

    private void run(Path where, String... command) throws IOException, InterruptedException {
        Path log = directory.resolve("log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(where.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        // The JDK of Maven itself is written into each jar, and this test's own environment names another one.
        builder.environment().put("JAVA_HOME", MAVEN_JAVA_HOME);
        Process process = builder.start();
        process.getOutputStream().close();
        assertThat(process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(log, StandardCharsets.UTF_8))
                .isZero();
    }
}

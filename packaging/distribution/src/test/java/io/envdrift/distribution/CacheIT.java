package io.envdrift.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The AOT cache costs time when it does not fit, and never correctness: JDK 25 itself would run the old classes of a swapped jar. */
class CacheIT {
    private static final Path ARCHIVE = Path.of(System.getProperty("envdrift.archive"));
    private static final String PADDING = "padding";

    /** A local header and a central one, each with the name. */
    private static final int PADDING_OVERHEAD = 30 + 46 + 2 * PADDING.length();

    @TempDir
    private Path directory;

    private Installation installed;

    @BeforeEach
    void unpack() throws Exception {
        installed = Installation.unpack(ARCHIVE, directory.resolve("here"));
    }

    @Test
    void isUsedAfterUnpackingAndAfterMoving() throws Exception {
        assertThat(installed.javaArguments(Map.of(), "--help")).anyMatch(word -> word.startsWith("-XX:AOTCache="));
        Path moved = Files.move(installed.root(), directory.resolve("moved elsewhere"));
        Installation there = new Installation(moved, installed.tools());
        // And the JVM takes the command line's own classes from it.
        Path log = directory.resolve("classes");
        List<String> command =
                new ArrayList<>(List.of(moved.resolve("runtime/bin/java").toString(), "-Xlog:class+load:file=" + log));
        command.addAll(there.javaArguments(Map.of(), "--help"));
        command.remove("-Xlog:disable");
        assertThat(there.run(moved, Map.of(), command.toArray(String[]::new)).out())
                .contains("Usage: envdrift");
        List<String> ours = Files.readAllLines(log).stream()
                .filter(line -> line.contains(" io.envdrift.") || line.contains(" picocli."))
                .toList();
        assertThat(ours).hasSizeGreaterThan(20);
        assertThat(ours.stream().filter(line -> !line.contains("shared objects file")))
                .hasSizeLessThan(ours.size() / 10);
    }

    /** A glance at the options and the configuration; a wrong one costs time only. */
    @ParameterizedTest
    @CsvSource({
        "sync, '', envdrift-local-.*",
        "sync -p aws, '', envdrift-aws-.*",
        "sync --provider=aws, '', envdrift-aws-.*",
        "sync, '[vault]|  provider = \"aws\"', envdrift-aws-.*",
        "sync, '[vault]|provider = \"azure\"', envdrift-azure-.*",
        "pull, '[vault.hashicorp]|url = \"https://v\"', envdrift-hashicorp-.*",
        "vault-push a b, 'provider = \"gcp\"', envdrift-gcp-.*",
        "sync, 'provider = \"local\"|[vault.aws]', envdrift-local-.*",
        "sync -p ../../x, '', envdrift-local-.*",
        "vault-env pull, 'provider = \"aws\"', envdrift-stores-.*",
        "levels pull x, '', envdrift-stores-.*",
        "decrypt f --verify-vault, 'provider = \"aws\"', envdrift-aws-.*",
        "get A, 'provider = \"aws\"', envdrift-[0-9a-f]{12}"
    })
    void commandsThatMayOpenACloudTakeItsCache(String command, String config, String cache) throws Exception {
        Files.writeString(installed.root().resolve("envdrift.toml"), config.replace('|', '\n'));
        Map<String, String> home = Map.of(
                "HOME", Files.createDirectories(directory.resolve("home")).toString());
        String plain = "envdrift-[0-9a-f]{12}";
        String place = cache.equals(plain) ? installed.root() + "/.*/" : directory + "/home/\\.cache/envdrift/";
        assertThat(installed.javaArguments(home, command.split(" ")))
                .anyMatch(word -> word.matches("-XX:AOTCache=" + place + cache + "\\.aot"));
    }

    @ParameterizedTest
    @CsvSource({
        "__complete -- s, -XX:TieredStopAtLevel=1, true",
        "get A, -XX:TieredStopAtLevel=1, true",
        "levels pull, -XX:Tier4InvocationThreshold=50000, false"
    })
    void profilesAreReadOnlyForTheCompilerThatUsesThem(String command, String compilers, boolean without)
            throws Exception {
        List<String> words = installed.javaArguments(Map.of(), command.split(" "));
        assertThat(words).contains(compilers);
        assertThat(words.contains("-XX:-AOTReplayTraining")).isEqualTo(without);
    }

    /** Java starts slower with the option, unless a cache was made with it. */
    @ParameterizedTest
    @CsvSource({"--version, false", "get A, true"})
    void thePackageOfTheHandlerIsExportedToCommandsWithACache(String command, boolean exported) throws Exception {
        assertThat(installed.javaArguments(Map.of(), command.split(" ")).stream()
                        .anyMatch(word -> word.startsWith("--add-exports=")))
                .isEqualTo(exported);
    }

    /** Whether a cloud's cache was unpacked before the swap or comes after it. */
    @Test
    void aSwappedJarOfEqualSizeAndDateRunsTheNewCode() throws Exception {
        Map<String, String> home = Map.of(
                "HOME", Files.createDirectories(directory.resolve("home")).toString());
        String program = installed.root().resolve("bin/envdrift").toString();
        assertThat(installed.envdrift("--help").out()).contains("Usage: envdrift");
        assertThat(installed
                        .run(directory, home, program, "sync", "-p", "aws", "--help")
                        .out())
                .contains("Usage: envdrift");
        swap(installed.jar());
        for (String cloud : List.of("aws", "gcp")) {
            assertThat(installed
                            .run(directory, home, program, "sync", "-p", cloud)
                            .out())
                    .isEqualTo("new code\n");
        }
        assertThat(directory.resolve("home/.cache/envdrift")).isNotEmptyDirectory();
        for (String command : List.of("--help", "sync", "--version")) {
            assertThat(installed.envdrift(command).out()).isEqualTo("new code\n");
        }
    }

    @Test
    void aMissingOrBrokenOrUnreadableOneChangesAndPrintsNothing() throws Exception {
        Installation.Result right = installed.envdrift("lock", "--help");
        assertThat(right.err()).isEmpty();
        Path cache = installed.cache();
        assertThat(right.out()).contains("--verify-vault");
        byte[] whole = Files.readAllBytes(cache);

        Files.write(cache, Arrays.copyOf(whole, whole.length / 2));
        assertThat(installed.envdrift("lock", "--help")).isEqualTo(right);
        Files.writeString(cache, "not a cache");
        assertThat(installed.envdrift("lock", "--help")).isEqualTo(right);
        Files.write(cache, new byte[0]);
        assertThat(installed.envdrift("lock", "--help")).isEqualTo(right);
        Files.delete(cache);
        assertThat(installed.envdrift("lock", "--help")).isEqualTo(right);
        // An older build's: its name tells.
        Files.write(cache.resolveSibling("envdrift-000000000000.aot"), whole);
        assertThat(installed.envdrift("lock", "--help")).isEqualTo(right);
    }

    /** Replaces the main class, and nothing that a look at the file would show. */
    private void swap(Path jar) throws Exception {
        long size = Files.size(jar);
        FileTime date = Files.getLastModifiedTime(jar);
        Path source = Files.writeString(directory.resolve("Main.java"), """
            package io.envdrift.cli;
            public class Main {
                public static void main(String[] a) { System.out.println("new code"); }
            }
            """);
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-d", directory.toString(), source.toString()))
                .isZero();
        Path made = directory.resolve("new.jar");
        write(made, jar, Optional.empty());
        write(made, jar, Optional.of(new byte[Math.toIntExact(size - Files.size(made) - PADDING_OVERHEAD)]));
        assertThat(made).hasSize(size);
        Files.setLastModifiedTime(made, date);
        Files.copy(made, jar, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
    }

    private void write(Path made, Path jar, Optional<byte[]> padding) throws Exception {
        try (JarFile old = new JarFile(jar.toFile());
                OutputStream file = Files.newOutputStream(made);
                JarOutputStream entries = new JarOutputStream(file, old.getManifest())) {
            entries.putNextEntry(new ZipEntry("io/envdrift/cli/Main.class"));
            entries.write(Files.readAllBytes(directory.resolve("io/envdrift/cli/Main.class")));
            if (padding.isPresent()) {
                CRC32 crc = new CRC32();
                crc.update(padding.get());
                ZipEntry entry = new ZipEntry(PADDING);
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(padding.get().length);
                entry.setCrc(crc.getValue());
                entries.putNextEntry(entry);
                entries.write(padding.get());
            }
        }
    }
}

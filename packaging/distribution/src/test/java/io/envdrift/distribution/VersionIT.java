package io.envdrift.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an installer and a prompt wait for; no cache of ours helps it, so these are counts, as times would say nothing. */
class VersionIT {
    private static final Path ARCHIVE = Path.of(System.getProperty("envdrift.archive"));

    @TempDir
    private Path directory;

    private Installation installed;

    @BeforeEach
    void unpack() throws Exception {
        installed = Installation.unpack(ARCHIVE, directory.resolve("here"));
    }

    @Test
    void takesAllClassesButFourOfOursFromTheArchiveOfTheJvm() throws Exception {
        Path log = directory.resolve("classes");
        List<String> command = new ArrayList<>(
                List.of(installed.root().resolve("runtime/bin/java").toString(), "-Xlog:class+load:file=" + log));
        command.addAll(installed.javaArguments(Map.of(), "--version"));
        command.remove("-Xlog:disable");
        Installation.Result result = installed.run(directory, Map.of(), command.toArray(String[]::new));
        assertThat(result.out()).startsWith("envdrift ").doesNotContain("unknown");

        List<String> loaded = Files.readAllLines(log);
        assertThat(loaded).hasSizeBetween(300, 600);
        assertThat(loaded.stream().filter(line -> !line.contains("shared objects file")))
                .hasSize(4)
                .allMatch(line -> line.contains(" io.envdrift.cli."));
    }

    /** Java reads the names of all entries before it has the first class. */
    @Test
    void opensASmallJar() throws Exception {
        try (JarFile jar = new JarFile(installed.jar().toFile())) {
            assertThat(jar.size()).isLessThan(1000);
        }
    }

    /** Its own options are for one line; with more words it is a command like others. */
    @Test
    void isInterpretedAndOnlyWhereItIsTheOnlyWord() throws Exception {
        assertThat(installed.javaArguments(Map.of(), "--version")).contains("-Xint");
        assertThat(installed.javaArguments(Map.of(), "-V")).contains("-Xint");
        assertThat(installed.javaArguments(Map.of(), "--version", "x"))
                .doesNotContain("-Xint")
                .anyMatch(word -> word.startsWith("-XX:AOTCache="));
    }
}

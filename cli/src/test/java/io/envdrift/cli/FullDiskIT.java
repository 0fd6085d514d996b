package io.envdrift.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways out of the process, with standard output on a device that is full. */
class FullDiskIT {
    private static final Path FULL = Path.of("/dev/full");

    @TempDir
    Path root;

    @ParameterizedTest
    @ValueSource(strings = {"--version", "get A", "hook"})
    void whatCannotBePrintedIsAFailureOfOneLine(String line) throws Exception {
        assumeThat(Files.exists(FULL)).isTrue();
        new SampleProject(root).write(".env", "A=1\n");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.envdrift.cli.Main"));
        command.addAll(List.of(line.split(" ")));
        Process process = new ProcessBuilder(command)
                .directory(root.toFile())
                .redirectOutput(new File(FULL.toString()))
                .start();

        assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .containsPattern("\\A\\[ERROR] Cannot write to standard output: [^\n]+\n\\z");
        assertThat(process.waitFor()).isEqualTo(1);
    }
}

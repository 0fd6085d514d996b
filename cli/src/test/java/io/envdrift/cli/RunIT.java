package io.envdrift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code run} as a process of its own, from the jars: only there the class for newer JDKs is in force. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RunIT {
    private static final String JARS = Path.of("target", "lib").toAbsolutePath() + File.separator + "*";

    @TempDir
    Path root;

    @BeforeEach
    void anEncryptedFile() {
        new SampleProject(root)
                .encrypted(".env", SampleProject.KEY, "GREETING=\"grüß  'dich'\"\n")
                .write(".env.keys", "DOTENV_PRIVATE_KEY=" + SampleProject.hex(SampleProject.KEY) + "\n");
    }

    @Test
    void noJvmStaysBehind() throws Exception {
        Process run =
                start("run", "--", "sh", "-c", "echo $$; ls -l /proc/$$/fd | grep -c -e jar -e jvm -e random; exit 7");

        try (BufferedReader out = run.inputReader()) {
            assertThat(out.readLine()).isEqualTo(Long.toString(run.pid()));
            assertThat(out.readLine()).as("open files of the JVM").isEqualTo("0");
        }
        assertThat(run.waitFor()).isEqualTo(7);
    }

    @Test
    void standardInputDirectoryAndVariablesArriveAndNothingElseIsPrinted() throws Exception {
        Process run =
                start("run", "--", "sh", "-c", "cat; printf '|%s|%s|%s' \"$GREETING\" \"$PWD\" \"$1\"", "x", "ärg");
        try (var in = run.outputWriter()) {
            in.write("typed");
        }

        assertThat(new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("typed|grüß  'dich'|" + root.toRealPath() + "|ärg");
        assertThat(new String(run.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(run.waitFor()).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"in place", "beside"})
    void theChildHearsSignalsAndItsAnswerIsTheStatus(String how) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("run"));
        if (how.equals("beside")) {
            arguments.add("--watch");
        }
        arguments.addAll(List.of(
                "--",
                "sh",
                "-c",
                "trap 'exit 9' TERM; trap 'echo hup' HUP; echo ready; while :; do sleep 1 & wait $!; done"));
        Process run = start(arguments.toArray(String[]::new));

        try (BufferedReader out = run.inputReader()) {
            assertThat(out.readLine()).isEqualTo("ready");
            // A build under nohup passes the ignored signal on, and a shell cannot trap what was ignored before it.
            if (!ignoresHangUp()) {
                signal("HUP", run.pid());
                assertThat(out.readLine()).isEqualTo("hup");
            }
            signal("TERM", run.pid());
            assertThat(run.waitFor()).isEqualTo(9);
        }
    }

    @Test
    void aMissingCommandIs127() throws Exception {
        Process run = start("run", "--", "no-such-command-anywhere");

        assertThat(new String(run.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .startsWith("[ERROR] Command not found: no-such-command-anywhere");
        assertThat(run.waitFor()).isEqualTo(127);
    }

    @Test
    void noSecretIsInTheArgumentsOfTheProcess() throws Exception {
        Process run = start("run", "--", "sh", "-c", "echo ready; read x");

        try (BufferedReader out = run.inputReader();
                var in = run.outputWriter()) {
            assertThat(out.readLine()).isEqualTo("ready");
            String arguments = Files.readString(Path.of("/proc/" + run.pid() + "/cmdline"));
            assertThat(arguments)
                    .contains("read x")
                    .doesNotContain("grüß")
                    .doesNotContain(SampleProject.hex(SampleProject.KEY));
            in.write("done\n");
        }
        assertThat(run.waitFor()).isZero();
    }

    private static boolean ignoresHangUp() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return false;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 1) != 0);
    }

    private static void signal(String name, long pid) throws Exception {
        assertThat(new ProcessBuilder("kill", "-s", name, Long.toString(pid))
                        .start()
                        .waitFor())
                .isZero();
    }

    private Process start(String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-Djdk.console=java.base"));
        command.addAll(List.of("-cp", JARS, "io.envdrift.cli.Main"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(root.toFile());
        builder.environment().put("LC_ALL", "C.UTF-8");
        return builder.start();
    }
}

package io.envdrift.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code run} as a process of its own, from the jars: only there the class for newer JDKs is in force. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
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

    /** All values in one file: each is set by itself and must not disturb the others; one process reads them. */
    @Test
    void theCommandHasEveryValueAsItWasSet() throws Exception {
        List<String> values = SetValues.all();
        for (int i = 0; i < values.size(); i++) {
            CliRun.Result set = new CliRun(root).input(values.get(i) + "\n").run("set", "V" + i);
            assertThat(set.exit()).as(set.all()).isZero();
        }

        Process run = start("run", "--", "env", "-0");

        List<String> given =
                List.of(new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\0"));
        assertThat(run.waitFor()).isZero();
        for (int i = 0; i < values.size(); i++) {
            assertThat(given).contains("V" + i + "=" + values.get(i));
        }
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

    /** Java blocks QUIT in its threads, and takes signals for itself that were ignored before. */
    @Test
    void theCommandHasTheSignalsThatEnvdriftWasStartedWith() throws Exception {
        assumeThat(Path.of("/proc/self/status")).exists();
        String ask = "grep -E 'SigBlk|SigIgn' /proc/self/status";
        Path shared =
                Path.of("..", "packaging/distribution/src/launcher/launch.sh").toAbsolutePath();
        String launch = "trap '' PIPE USR1; . '" + shared + "'; tell_ignored_signals; exec \"$@\"";

        Process direct = started(List.of("sh", "-c", "trap '' PIPE USR1; exec " + ask));
        List<String> expected = sets(direct);
        assertThat(expected).hasSize(2);
        for (String how : List.of("in place", "watched")) {
            List<String> command = new ArrayList<>(List.of("sh", "-c", launch, "sh"));
            command.addAll(envdrift("run"));
            if (how.equals("watched")) {
                command.add("--watch");
            }
            command.addAll(List.of("--", "sh", "-c", ask));
            Process run = started(command);

            assertThat(sets(run)).as(how).isEqualTo(expected);
        }
    }

    /** The launcher's caller may have ignored the end of children; who ignores it is not told how they end. */
    @Test
    void theEndOfAWatchedCommandIsHeardWhereEndsOfChildrenWereIgnored() throws Exception {
        List<String> command = new ArrayList<>(List.of("env", "ENVDRIFT_IGNORED_SIGNALS=0000000000010000"));
        command.addAll(envdrift("run", "--watch", "--", "sh", "-c", "exit 3"));
        assertThat(started(command).waitFor()).isEqualTo(3);
    }

    /** Returns the signals 1 to 31 of each set that is printed: the C library has the two after them to itself. */
    private static List<String> sets(Process printing) throws IOException {
        return new String(printing.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.split(":", -1))
                .map(each -> each[0] + " " + (Long.parseUnsignedLong(each[1].strip(), 16) & Integer.MAX_VALUE))
                .toList();
    }

    /** A Ctrl-C is for the whole group of processes; many servers end hard on the second one. */
    @Test
    void aWatchedCommandHearsWhatTheGroupHearsOnce() throws Exception {
        assumeThat(isThere("setsid")).isTrue();
        List<String> command = new ArrayList<>(List.of("setsid"));
        command.addAll(envdrift("run", "--watch", "--", "sh", "-c"));
        // Started in the background by a shell, these tests ignore INT, and so does every command that they start.
        List<String> signals = Stream.of("INT", "USR1", "ALRM", "WINCH", "INT", "CONT", "USR2")
                .filter(name -> !name.equals("INT") || !interruptsAreIgnored())
                .toList();
        StringBuilder script = new StringBuilder("trap 'exit 9' TERM; ");
        signals.stream().distinct().forEach(name -> script.append("trap 'echo " + name + "' " + name + "; "));
        command.add(script + "echo ready; while :; do sleep 1 & wait $!; done");
        Process run = started(command);

        try (BufferedReader out = run.inputReader()) {
            assertThat(out.readLine()).isEqualTo("ready");
            for (String name : signals) {
                signal(name, "-" + run.pid());
                assertThat(out.readLine()).isEqualTo(name);
            }
            signal("TERM", "-" + run.pid());
            assertThat(out.readLine()).isNull();
            assertThat(run.waitFor()).isEqualTo(9);
        }
    }

    private static boolean interruptsAreIgnored() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("SigIgn:"))
                    .map(line -> Long.parseUnsignedLong(
                            line.substring("SigIgn:".length()).strip(), 16))
                    .anyMatch(mask -> (mask & 2) != 0);
        } catch (IOException e) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "ABRT", "USR1", "XCPU"})
    void whateverEndsTheWatchEndsTheCommand(String name) throws Exception {
        Process run = start("run", "--watch", "--", "sh", "-c", "echo there; exec sleep 600");

        try (BufferedReader out = run.inputReader()) {
            assertThat(out.readLine()).isEqualTo("there");
            signal(name, Long.toString(run.pid()));
            // The command alone holds the other end when envdrift has ended: this comes when both have.
            assertThat(out.readLine()).isNull();
            assertThat(run.waitFor()).isGreaterThan(128);
        }
    }

    /**
     * Nothing can be done in a process that is killed, so somebody else does it: from the command's first moment on, in
     * which it kills envdrift itself. It speaks before that, since it may be ended at once.
     */
    @Test
    void aKilledWatchLeavesNoOrphan() throws Exception {
        assumeThat(Path.of("/proc/self/fd")).exists();
        assumeThat(Runtime.version().feature()).isGreaterThanOrEqualTo(22);
        Process run = start("run", "--watch", "--", "sh", "-c", "echo there; kill -KILL $PPID; exec sleep 600");

        try (BufferedReader out = run.inputReader()) {
            assertThat(out.readLine()).isEqualTo("there");
            // The command alone holds the other end: this comes when it has ended.
            assertThat(out.readLine()).isNull();
        }
        assertThat(run.waitFor()).isEqualTo(137);
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

    private static boolean isThere(String program) throws Exception {
        return new ProcessBuilder("sh", "-c", "command -v " + program).start().waitFor() == 0;
    }

    private static void signal(String name, long pid) throws Exception {
        signal(name, Long.toString(pid));
    }

    private static void signal(String name, String target) throws Exception {
        assertThat(new ProcessBuilder("kill", "-s", name, "--", target).start().waitFor())
                .isZero();
    }

    private Process start(String... arguments) throws Exception {
        return started(envdrift(arguments));
    }

    private static List<String> envdrift(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-Djdk.console=java.base"));
        command.addAll(List.of("-cp", JARS, "io.envdrift.cli.Main"));
        command.addAll(List.of(arguments));
        return command;
    }

    private Process started(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(root.toFile());
        builder.environment().put("LC_ALL", "C.UTF-8");
        return builder.start();
    }
}

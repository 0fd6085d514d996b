package io.envdrift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.dotenvx.PrivateKey;
import io.envdrift.testkit.Canary;
import io.envdrift.testkit.OutputCapture;
import io.envdrift.testkit.hashicorp.FakeVault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Marked secrets (a private key, a value, a token) in every command, whether it succeeds or fails in whatever way, at every
 * verbosity, in every format: found in no output, log, file, temporary file or argument of a process, in no encoding, but
 * where they belong. What others had to publish: sops#1959, the Azure CLI's secrets in workflow logs, CVE-2025-30066.
 */
class CanaryTest {
    private static final String HEX = "9f3a6c1be45d7028f1c4a97e3b62d8055e8b17c0d94fa2637810bd5ec3f6492a";
    private static final PrivateKey PRIVATE = PrivateKey.parse(HEX);
    private static final Canary KEY = new Canary(HEX);
    private static final Canary KEY_BYTES =
            new Canary(Base64.getEncoder().encodeToString(HexFormat.of().parseHex(HEX)));
    private static final Canary VALUE = new Canary("canary/value+5f1d9a");
    private static final Canary TOKEN = new Canary(FakeVault.TOKEN);
    private static final List<Canary> ALL = List.of(KEY, KEY_BYTES, VALUE, TOKEN);

    /** Where the key belongs, and where the value does when it is meant to be readable. */
    private static final Pattern KEYS_FILES = Pattern.compile("\\.env\\.keys(\\.backup\\..*)?");

    private static final Pattern PLAINTEXT_FILES = Pattern.compile("\\.env(\\.production)?|active\\.env");

    private static final List<String> OUTPUT = List.of(
            "--format text -q",
            "--format text",
            "--format text -v --stacktrace",
            "--format json",
            "--format json -v --stacktrace",
            "--format github",
            "--format github -v --stacktrace");

    @TempDir
    Path temporary;

    @ParameterizedTest
    @EnumSource
    void noSecretIsWhereItDoesNotBelong(CanaryScene scene) throws IOException {
        try (ArgumentWatch arguments = ArgumentWatch.start()) {
            for (String command : scene.commands()) {
                for (String output : OUTPUT) {
                    run(scene, Files.createTempDirectory(temporary, "project"), command, output);
                }
            }
            List<String> started = arguments.seen(temporary.resolve("processes.jfr"));
            if (scene == CanaryScene.ALL_IS_WELL) {
                assertThat(started).as("the watch sees what is started").contains("true");
            }
            String all = String.join("\n", started);
            ALL.forEach(canary -> canary.assertAbsentFrom("the arguments of a process in " + scene, all));
        }
    }

    private void run(CanaryScene scene, Path root, String command, String more) throws IOException {
        Path common = Path.of(System.getProperty("java.io.tmpdir"));
        Set<Path> before = entries(common);
        List<String> line = new ArrayList<>(List.of(command.split(" ")));
        line.addAll(1, List.of(more.split(" ")));
        CliRun.Result result;
        String logged;
        try (FakeVault vault = FakeVault.start(Optional.empty());
                OutputCapture capture = OutputCapture.start()) {
            SampleProject project = new SampleProject(root.resolve("project"));
            CliRun cli = scene.prepare(project, vault, PRIVATE, VALUE.text())
                    .env("VAULT_TOKEN", FakeVault.TOKEN)
                    .input(HEX);
            result = cli.run(line.toArray(String[]::new));
            logged = capture.text();
        }
        assertThat(result.exit()).as(line + "\n" + result.all()).isEqualTo(scene.exit());
        for (Canary canary : ALL) {
            String what = line + " in " + scene;
            canary.assertAbsentFrom("the log of " + what, logged);
            canary.assertAbsentFrom("standard error of " + what, result.err());
            if (!scene.printsValues()) {
                canary.assertAbsentFrom("standard output of " + what, result.out());
            }
        }
        assertFilesClean(root, line + " in " + scene, scene);
        for (Path left : entries(common)) {
            if (!before.contains(left) && Files.isRegularFile(left) && Files.isReadable(left)) {
                String text = Files.readString(left, StandardCharsets.ISO_8859_1);
                ALL.forEach(canary -> canary.assertAbsentFrom(left.toString(), text));
            }
        }
    }

    private static void assertFilesClean(Path root, String what, CanaryScene scene) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = file.getFileName().toString();
                String where = file + " after " + what;
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                if (!KEYS_FILES.matcher(name).matches() && !scene.ownFiles().contains(name)) {
                    KEY.assertAbsentFrom(where, text);
                    KEY_BYTES.assertAbsentFrom(where, text);
                }
                if (!PLAINTEXT_FILES.matcher(name).matches()
                        && !scene.ownFiles().contains(name)) {
                    VALUE.assertAbsentFrom(where, text);
                }
                TOKEN.assertAbsentFrom(where, text);
            }
        }
    }

    private static Set<Path> entries(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.collect(Collectors.toSet());
        }
    }
}

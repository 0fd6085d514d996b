package io.envdrift.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.envdrift.base.Secret;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenvx.Encryption;
import io.envdrift.dotenvx.EnvFileCipher;
import io.envdrift.dotenvx.PrivateKey;
import io.envdrift.files.AtomicFile;
import io.envdrift.files.FileOperations;
import io.envdrift.provider.local.LocalKey;
import io.envdrift.provider.local.LocalVault;
import io.envdrift.vault.WriteCondition;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The goals, as Maven would run them, on a project with a local vault. */
class MojosTest {
    private static final PrivateKey KEY = PrivateKey.parse("1".repeat(64));
    private static final PrivateKey OTHER = PrivateKey.parse("2".repeat(64));
    private static final String NAME = "DOTENV_PRIVATE_KEY_PRODUCTION";

    @TempDir
    private Path root;

    private final List<String> errors = new ArrayList<>();
    private LocalVault vault;

    @BeforeEach
    void project() throws IOException {
        AtomicFile files = new AtomicFile(FileOperations.system());
        vault = LocalVault.create(
                root.resolve("team.vault"), LocalKey.createFile(root.resolve("team.key"), files), files);
        put(KEY);
        Files.writeString(root.resolve("envdrift.toml"), """
            [vault]
            provider = "local"
            [vault.local]
            path = "team.vault"
            key_file = "team.key"
            [[vault.sync.mappings]]
            secret_name = "app-key"
            folder_path = "."
            """);
        Files.writeString(
                root.resolve(".env.production"),
                new EnvFileCipher(new SecureRandom())
                        .encrypt(
                                EnvDocument.parse("PASSWORD=s3cret\n"),
                                Encryption.of(KEY.publicKey(), ".env.production"))
                        .document()
                        .text());
    }

    @Test
    void whatFitsPassesAndNothingIsWritten() {
        assertThatCode(check()::execute).doesNotThrowAnyException();
        assertThat(errors).isEmpty();
        assertThat(root.resolve(".env.keys")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "another key in the vault, key does not match DOTENV_PUBLIC_KEY_PRODUCTION",
        "another key here, has another key than the vault",
        "plaintext, plaintext",
        "no vault, ED-4",
        "no secret, ED-404",
        "no file, .env.production"
    })
    void whatDriftedFailsTheBuildWithOneLine(String wrong, String line) throws IOException {
        switch (wrong) {
            case "another key in the vault" -> put(OTHER);
            case "another key here" -> Files.writeString(root.resolve(".env.keys"), NAME + "=" + hex(OTHER) + "\n");
            case "plaintext" -> Files.writeString(root.resolve(".env.production"), "PASSWORD=s3cret\n");
            case "no vault" -> Files.delete(root.resolve("team.vault"));
            case "no secret" ->
                Files.writeString(
                        root.resolve("envdrift.toml"),
                        Files.readString(root.resolve("envdrift.toml")).replace("app-key", "none"));
            default -> Files.delete(root.resolve(".env.production"));
        }
        assertThatThrownBy(check()::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessage("envdrift: 1 of 1 mappings drifted: . (" + (wrong.equals("no secret") ? "none" : "app-key")
                        + ")");
        assertThat(errors).hasSize(1);
        assertThat(errors.getFirst()).contains(line).doesNotContain("s3cret", "2".repeat(20), "\n");
    }

    /** As each module of a build does that inherits the goal. */
    @Test
    void aModuleBelowIsCheckedByTheConfigurationAboveIt() throws Exception {
        CheckMojo check = check();
        check.directory = Files.createDirectories(root.resolve("services/app")).toFile();
        assertThatCode(check::execute).doesNotThrowAnyException();
        put(OTHER);
        assertThatThrownBy(check::execute).hasMessage("envdrift: 1 of 1 mappings drifted: . (app-key)");
        check.skip = true;
        assertThatCode(check::execute).doesNotThrowAnyException();
    }

    /** A gate that looks at nothing is none. */
    @ParameterizedTest
    @CsvSource({"no configuration, No ", "no mapping, No ", "no TOML, TOML syntax error in "})
    void withoutMappingsTheCheckFails(String wrong, String message) throws IOException {
        Path config = root.resolve("envdrift.toml");
        switch (wrong) {
            case "no configuration" -> Files.delete(config);
            case "no mapping" -> Files.writeString(config, "[vault]\nprovider = \"local\"\n");
            default -> Files.writeString(config, "[vault");
        }
        assertThatThrownBy(check()::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageStartingWith(message)
                .hasMessageContainingAll("[ED-2", "]: ")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }

    @Test
    void aProgramIsGivenTheValues() throws Exception {
        RunMojo run = prepared(new RunMojo());
        run.files = List.of(".env.production");
        run.command = List.of("sh", "-c", "test \"$PASSWORD\" = s3cret && test -z \"$" + NAME + "\"");
        run.execute();
        run.command = List.of("sh", "-c", "exit 3");
        assertThatThrownBy(run::execute).hasMessage("envdrift: sh ended with status 3");
        run.directory = null;
        run.files =
                List.of(Files.writeString(root.resolve(".env.plain"), "A=1\n").toString());
        assertThatThrownBy(run::execute).hasMessage("envdrift: sh ended with status 3");
        run.command = List.of();
        assertThatThrownBy(run::execute).hasMessageContaining("no command");
        run.commandLine = "no-such-program-of-ours -x";
        assertThatThrownBy(run::execute).hasMessageContaining("Command not found: no-such-program-of-ours");
        run.files = List.of(".env.staging");
        assertThatThrownBy(run::execute).hasMessageContaining("File not found").hasMessageContaining("[ED-102]");
        run.skip = true;
        assertThatCode(run::execute).doesNotThrowAnyException();
    }

    /** As with {@code envdrift run}: who may change a line of a file must not decide what the program does. */
    @ParameterizedTest
    @CsvSource({
        "LD_PRELOAD=evil.so, '', LD_PRELOAD would load code into the command",
        "LD_PRELOAD_NOT=x, LD_PRELOAD_NOT, ''",
        "BASH_ENV=evil, OTHER, BASH_ENV would load code into the command",
        "A=s3cret<NUL>, '', A holds a NUL character",
        "ENVDRIFT_LOCAL_PASSPHRASE=s3cret, '', ''"
    })
    void aFileMayNotLoadCodeIntoTheProgram(String line, String allowed, String refusal) throws Exception {
        Files.writeString(root.resolve(".env"), line.replace("<NUL>", "\0") + "\n");
        RunMojo run = prepared(new RunMojo());
        run.allow = List.of(allowed);
        run.command = List.of("sh", "-c", "test -z \"$ENVDRIFT_LOCAL_PASSPHRASE\"");
        if (refusal.isEmpty()) {
            run.execute();
        } else {
            assertThatThrownBy(run::execute)
                    .isInstanceOf(MojoFailureException.class)
                    .hasMessageContaining(refusal)
                    .satisfies(e -> assertThat(e.toString()).doesNotContain("s3cret", "evil"));
        }
    }

    /**
     * Whether Maven alone is asked to end or is killed: the program holds the other end of its output, so the end of that is its own. The
     * goal is known to wait for it before.
     */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisabledOnOs(OS.WINDOWS)
    void theProgramEndsWithMaven(boolean killed) throws Exception {
        Files.writeString(root.resolve(".env"), "GREETING=hello\n");
        Process maven = maven("echo $GREETING; exec sleep 6000");
        try (BufferedReader output = maven.inputReader()) {
            assertThat(List.of(output.readLine(), output.readLine())).containsExactlyInAnyOrder("hello", "waits");
            if (killed) {
                maven.toHandle().destroyForcibly();
            } else {
                maven.toHandle().destroy();
            }
            assertThat(output.lines().toList()).isEqualTo(killed ? List.of() : List.of("ends"));
        }
        assertThat(maven.waitFor()).isEqualTo(128 + (killed ? 9 : 15));
    }

    /** A terminal sends it to both, and the program is not told a second time while it does what it does then. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void anInterruptIsTheOnlyOne() throws Exception {
        assumeTrue(
                new ProcessBuilder("sh", "-c", "trap 'exit 7' INT; kill -s INT $$")
                                .start()
                                .waitFor()
                        == 7,
                "INT is ignored here");
        Files.writeString(root.resolve(".env"), "GREETING=hello\n");
        Process maven = maven("trap 'trap \"echo again\" TERM; read line; echo $line; exit' INT; echo $$; read never");
        try (BufferedReader output = maven.inputReader();
                Writer input = maven.outputWriter()) {
            String first = output.readLine();
            String second = output.readLine();
            String program = first.equals("waits") ? second : first;
            new ProcessBuilder("sh", "-c", "kill -s INT " + maven.pid() + " " + program)
                    .start()
                    .waitFor();
            assertThat(output.readLine()).isEqualTo("ends");
            input.write("tidy\n");
            input.flush();
            assertThat(output.lines()).containsExactly("tidy");
        }
        assertThat(maven.waitFor()).isEqualTo(128 + 2);
    }

    /** Runs a program of the shell by the goal, in a process of its own. */
    private Process maven(String script) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        RunProgram.class.getName(),
                        root.toString(),
                        "sh",
                        "-c",
                        script)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private CheckMojo check() {
        return prepared(new CheckMojo());
    }

    private <T extends EnvdriftMojo> T prepared(T goal) {
        goal.directory = root.toFile();
        goal.environment = Map.of();
        goal.setLog(new SystemStreamLog() {
            @Override
            public void error(CharSequence content) {
                errors.add(content.toString());
            }
        });
        return goal;
    }

    private void put(PrivateKey key) {
        vault.put("app-key", Secret.of(hex(key)), WriteCondition.always());
    }

    private static String hex(PrivateKey key) {
        return key.secret().reveal();
    }
}

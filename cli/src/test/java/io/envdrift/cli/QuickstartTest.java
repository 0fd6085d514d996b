package io.envdrift.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first command of the README, in a copy that is a git repository. */
class QuickstartTest {
    private static final String EXAMPLE = "config-examples/quickstart";
    private static final Path EXPECTED = Path.of("src", "test", "resources", "quickstart");

    @TempDir
    Path copy;

    @BeforeEach
    void copyTheExample() throws Exception {
        TrackedFiles.copy(EXAMPLE, copy);
        assumeThat(copy.resolve("services/app/.env.production"))
                .as("without git the example is what lies there, and somebody pulled it")
                .content()
                .contains("encrypted:");
        git("init", "-q");
        git("add", "-A");
        git("-c", "user.name=test", "-c", "user.email=test@example.test", "commit", "-qm", "quick start");
    }

    @Test
    void pullDecryptsEverythingAndLockLeavesNoDiff() throws Exception {
        CliRun.Result pull = run("pull", "-c", "envdrift.toml");

        assertThat(pull.exit()).as(pull.all()).isZero();
        assertThat(pull.out())
                .contains("+ services/app (app-key, env: production) - created")
                .contains("* services/auth (auth-key, env: production) - ephemeral (key not stored locally)")
                .contains("+ services/app/.env.production - decrypted")
                .contains("2 tracked file(s) now hold plaintext: run 'envdrift lock' before a commit");
        assertSame("services/app/.env.production");
        assertSame("services/auth/.env.production");
        assertThat(copy.resolve("services/app/.env.keys")).exists();
        assertThat(copy.resolve("services/auth/.env.keys")).doesNotExist();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy.resolve("services/app/.env.keys"))))
                .isEqualTo("rw-------");
        assertThat(git("status", "--porcelain")).doesNotContain(".env.keys");

        CliRun.Result lock = run("lock", "-c", "envdrift.toml");
        assertThat(lock.exit()).as(lock.all()).isZero();
        assertThat(git("status", "--porcelain")).isEmpty();
    }

    @Test
    void theProfileActivatesItsCopy() throws Exception {
        CliRun.Result pull = run("pull", "--profile", "local");

        assertThat(pull.exit()).as(pull.all()).isZero();
        assertThat(pull.out()).contains("→ services/app/.env - activated from .env.local");
        assertThat(copy.resolve("services/app/.env"))
                .hasSameTextualContentAs(EXPECTED.resolve("services/app/.env.local"));

        CliRun.Result lock = run("lock", "--profile", "local");
        assertThat(lock.exit()).as(lock.all()).isZero();
        assertThat(copy.resolve("services/app/.env"))
                .as("an activated copy is never encrypted")
                .hasSameTextualContentAs(EXPECTED.resolve("services/app/.env.local"));
        assertThat(git("status", "--porcelain")).isEmpty();
    }

    @Test
    void aWrongPassphraseIsOneClearLine() {
        CliRun.Result pull =
                new CliRun(copy).env("ENVDRIFT_LOCAL_PASSPHRASE", "wrong").run("pull");

        assertThat(pull.exit()).isEqualTo(1);
        assertThat(pull.err()).contains("Setup incomplete due to sync errors");
        assertThat(pull.all()).doesNotContain("wrong\n").doesNotContain("Exception");
        assertThat(copy.resolve("services/app/.env.keys")).doesNotExist();
    }

    private CliRun.Result run(String... arguments) {
        return new CliRun(copy).env("ENVDRIFT_LOCAL_PASSPHRASE", "quickstart").run(arguments);
    }

    private void assertSame(String file) {
        assertThat(copy.resolve(file)).hasSameBinaryContentAs(EXPECTED.resolve(file));
    }

    private String git(String... arguments) throws IOException, InterruptedException {
        Process git = new ProcessBuilder(Stream.concat(Stream.of("git"), List.of(arguments).stream())
                        .toList())
                .directory(copy.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(git.waitFor()).as(output).isZero();
        return output;
    }
}

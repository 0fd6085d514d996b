package io.envdrift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.cli.base.Host;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What could not be printed is no success; a reader that went away is no failure. */
class OutputFailureTest {
    @TempDir
    Path root;

    /** Fails as a full disk, a closed descriptor or a reader that went away does. */
    private static OutputStream failing(String reason) {
        return new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException(reason);
            }
        };
    }

    static Stream<String> commands() {
        String reference = new EnvdriftCli(Host.system()).pages().reference();
        return Pattern.compile("(?m)^## envdrift (.+)$")
                .matcher(reference)
                .results()
                .map(found -> found.group(1));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void noCommandSucceedsWhenItsOutputIsLost(String command) {
        CliRun.Result result = new CliRun(root)
                .standardOutput(failing("No space left on device"))
                .run((command + " --help").split(" "));
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).contains("[ERROR] Cannot write to standard output: No space left on device");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "get A -f app/.env.production",
                "get -f app/.env.production --format json",
                "decrypt app/.env.production --stdout",
                "status",
                "status --format json",
                "sync --format github",
                "sync --verify --check-decryption --ci",
                "pull --skip-sync",
                "lock --check",
                "lock --verify-vault",
                "encrypt --check app/.env.production",
                "decrypt app/.env.production --verify-vault",
                "diff app/.env.production app/.env.production",
                "vault-push --all",
                "vault-pull app app-key --env production --no-decrypt",
                "vault-push app app-key --env production",
                "set B literal -f app/.env.production",
                "rotate app/.env.production --push",
                "version",
                "man --markdown",
                "completion bash",
                "hook",
                "vault-env --help",
            })
    void valuesAndReportsThatAreLostAreAFailure(String line) throws Exception {
        SampleProject project = project();
        assertThat(project.cli().run(line.split(" ")).exit()).isZero();
        assertThat(project.cli()
                        .standardOutput(failing("Bad file descriptor"))
                        .run(line.split(" "))
                        .exit())
                .isEqualTo(1);
        assertThat(project.cli()
                        .standardOutput(failing("Broken pipe"))
                        .run(line.split(" "))
                        .exit())
                .isZero();
    }

    private SampleProject project() {
        SampleProject project = new SampleProject(root).service("app", SampleProject.KEY, "A=one\n");
        project.secret("app-key", SampleProject.hex(SampleProject.KEY));
        project.write("app/.env.keys", SampleProject.KEY_NAME + "=" + SampleProject.hex(SampleProject.KEY) + "\n");
        return project;
    }

    @Test
    void aFailureOfItsOwnKeepsItsStatus() {
        assertThat(new CliRun(root).standardOutput(failing("x")).run("nonsense").exit())
                .isEqualTo(2);
    }
}

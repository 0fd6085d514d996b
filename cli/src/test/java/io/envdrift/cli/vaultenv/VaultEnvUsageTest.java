package io.envdrift.cli.vaultenv;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.cli.CliRun;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Help, wrong usage, and what needs no server. */
class VaultEnvUsageTest {
    @TempDir
    Path directory;

    @ParameterizedTest(name = "vault-env {0} ends with {1}")
    @CsvSource(delimiter = '|', textBlock = """
        psuh                           | 2 | did you mean push?
        push --evn production          | 2 | did you mean --env?
        rollback                       | 2 | --version
        rollback --version three       | 2 | three
        approve-device                 | 2 | --id
        pull --max-age soon            | 2 | an age is a number
        pull --url nowhere             | 1 | it must be https, or http to this machine
        init --url http://example.com  | 1 | it must be https, or http to this machine
        init --url ://                 | 2 | --url is no URL
        register-device --secret x     | 1 | VAULT_KEY not found
        key lsit                       | 2 | did you mean list?
        push                           | 1 | VAULT_KEY not found
        device export                  | 1 | VAULT_KEY not found
        """)
    void exitCodes(String line, int exit, String error) {
        CliRun.Result result =
                new CliRun(directory).env("VAULT_URL", "http://127.0.0.1:1").run(Words.of("vault-env " + line));

        assertThat(result.exit()).as(result.all()).isEqualTo(exit);
        assertThat(result.err()).startsWith("[ERROR] ").contains(error).doesNotContain("Exception");
    }

    @ParameterizedTest(name = "VAULT_KEY={0}")
    @ValueSource(strings = {"vk_", "VK_a_b", " vk_a_b", "secret", "vk_../x_y", "vk_a/b_c"})
    void aMalformedKeyIsNotShown(String key) {
        CliRun.Result result = new CliRun(directory).env("VAULT_KEY", key).run("vault-env", "pull");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).contains("Invalid VAULT_KEY format. Expected: vk_<projectId>_<secret>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "-V"})
    void theVersionIsPrintedHereToo(String option) {
        CliRun.Result result = new CliRun(directory).run("vault-env", option);

        assertThat(result.exit()).isZero();
        assertThat(result.out())
                .isEqualTo(new CliRun(directory).run("--version").out());
    }

    @Test
    void aDeviceSecretIsNotTakenFromTheCommandLine() {
        CliRun.Result result = new CliRun(directory)
                .env("VAULT_KEY", "vk_a_b")
                .run("vault-env", "register-device", "--secret", "c4n4ry");

        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.all()).contains("--secret -").doesNotContain("c4n4ry");
    }

    @ParameterizedTest(name = "vault-env {0}")
    @ValueSource(
            strings = {
                "",
                "--help",
                "init --help",
                "push --help",
                "pull --help",
                "versions --help",
                "rollback --help",
                "set --help",
                "get --help",
                "delete --help",
                "register-device --help",
                "approve-device --help",
                "list-devices --help",
                "revoke-device --help",
                "device",
                "device export --help",
                "key",
                "key save --help",
                "key list --help",
                "key remove --help",
                "rotate-key --help"
            })
    void helpFitsAScreenAndIsNoFailure(String line) {
        CliRun.Result result = new CliRun(directory).run(Words.of("vault-env " + line));

        assertThat(result.exit()).as(result.all()).isZero();
        assertThat(result.out()).startsWith("Usage: envdrift vault-env");
        assertThat(result.out().lines().count()).isLessThanOrEqualTo(45);
        assertThat(result.out().lines().mapToInt(String::length).max().orElse(0))
                .isLessThanOrEqualTo(100);
    }
}

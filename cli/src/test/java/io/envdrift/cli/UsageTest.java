package io.envdrift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Wrong usage, help, and the exit codes that have nothing to do with files. */
class UsageTest {
    @TempDir
    Path directory;

    @ParameterizedTest(name = "envdrift {0} ends with {1}")
    @CsvSource(delimiter = '|', textBlock = """
        ''                          | 2 |
        --version                   | 0 |
        --help                      | 0 |
        version                     | 0 |
        sync --help                 | 0 |
        snyc                        | 2 | did you mean sync?
        sync --forc                 | 2 | did you mean --force?
        sync --config               | 2 | Missing required parameter
        sync --format xml           | 2 | xml
        sync extra                  | 2 | Unexpected argument
        vault-pull app              | 2 | Missing required
        sync                        | 1 | No sync configuration found
        pull                        | 1 | No sync configuration found
        lock                        | 1 | No sync configuration found
        vault-push                  | 1 | vault-push needs
        sync -c nowhere.toml        | 1 | Config file not found
        encrypt                     | 1 | File not found
        decrypt nowhere             | 1 | File not found
        get X                       | 1 | File not found
        encrypt -b sops             | 1 | SOPS
        encrypt -b pgp              | 2 | Unknown backend
        encrypt --verify-vault .env | 1 | moved to decrypt --verify-vault
        push                        | 1 | not part of envdrift for Java
        push --check                | 1 | not part of envdrift for Java
        pull-partial -e x           | 1 | not part of envdrift for Java
        guard                       | 1 | not part of envdrift for Java
        """)
    void exitCodes(String line, int exit, String error) {
        String[] arguments = line.isEmpty() ? new String[0] : line.split(" ");
        CliRun.Result result = new CliRun(directory).run(arguments);

        assertThat(result.exit()).as(result.all()).isEqualTo(exit);
        if (error == null) {
            assertThat(result.err()).isEmpty();
        } else {
            assertThat(result.err()).startsWith("[ERROR] ").contains(error);
        }
        assertThat(result.all()).doesNotContain("Exception").doesNotContain("\tat ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "sync", "pull", "lock", "encrypt", "decrypt", "get", "vault-push", "vault-pull", "version"})
    void helpFitsAScreen(String command) {
        CliRun.Result result = new CliRun(directory)
                .run(command.isEmpty() ? new String[] {"--help"} : new String[] {command, "--help"});

        assertThat(result.exit()).isZero();
        assertThat(result.out().lines().count()).isLessThanOrEqualTo(45);
        assertThat(result.out().lines().mapToInt(String::length).max().orElse(0))
                .isLessThanOrEqualTo(100);
        assertThat(result.out()).startsWith("Usage: envdrift");
    }

    @Test
    void anArgumentThatStartsWithAtIsNeverReadAsAFile() throws Exception {
        Files.writeString(directory.resolve("arguments"), "sync --help");

        CliRun.Result result = new CliRun(directory).run("@arguments");

        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("Unknown command: @arguments");
    }
}

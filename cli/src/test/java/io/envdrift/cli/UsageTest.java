package io.envdrift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
        sync -p lcoal               | 2 | did you mean local?
        doctor -p lcoal             | 2 | did you mean local?
        vault-pull app              | 2 | Missing required
        sync                        | 1 | No sync configuration found
        pull                        | 1 | No sync configuration found
        lock                        | 1 | No sync configuration found
        vault-push                  | 2 | vault-push needs
        vault-push app              | 2 | vault-push needs
        sync --timeout 0            | 2 | at least 1 second
        sync --timeout=-5           | 2 | at least 1 second
        sync --timeout x            | 2 | no number of seconds
        levels versions app --page 0 | 2 | at least 1
        levels audit --page=-1      | 2 | at least 1
        levels audit --page x       | 2 | no whole number
        levels token create --name ci --days 0 | 2 | at least 1
        envsync token issue --email a --days 0 | 2 | at least 1
        envsync rollback --version 0 | 2 | at least 1
        vault-env rollback --version 0 | 2 | at least 1
        sync -c nowhere.toml        | 1 | Config file not found
        encrypt                     | 1 | File not found
        decrypt nowhere             | 1 | File not found
        get X                       | 1 | File not found
        encrypt -b sops             | 1 | SOPS
        encrypt -b pgp              | 2 | Unknown backend
        encrypt --verify-vault .env | 1 | moved to decrypt --verify-vault
        encrypt .env --verify-vault -p azure --vault-url https://x --secret s | 1 | moved to decrypt --verify-vault
        init .env -o settings.py -c Settings | 1 | init -o' is not part of envdrift for Java
        push                        | 1 | not part of envdrift for Java
        push --check                | 1 | not part of envdrift for Java
        pull-partial -e x           | 1 | not part of envdrift for Java
        guard                       | 1 | not part of envdrift for Java
        encrypt --age k .env        | 1 | encrypt --age' is not part of envdrift for Java
        encrypt --kms=k .env        | 1 | encrypt --kms' is not part of envdrift for Java
        decrypt --sops-config x     | 1 | not part of envdrift for Java
        sync --validate-schema      | 1 | not part of envdrift for Java
        sync -s a:B -d .            | 1 | sync -s' is not part of envdrift for Java
        diff a b --strict           | 1 | not part of envdrift for Java
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

    /** A program that asked for JSON gets it for a command line that could not be understood, too. */
    @ParameterizedTest(name = "envdrift {0}")
    @CsvSource(delimiter = '|', textBlock = """
        sync --bogus --format json           | sync          | 2 | ED-107
        sync --format=JSON --timeout x       | sync          | 2 | ED-107
        vault-pull --format json             | vault-pull    | 2 | ED-107
        frob --format json                   | envdrift      | 2 | ED-107
        vault-env push --bogus --format json | vault-env push | 2 | ED-107
        encrypt --age k --format json        | encrypt       | 1 | ED-504
        """)
    void wrongUsageIsReportedInTheFormAskedFor(String line, String command, int exit, String code) {
        CliRun.Result result = new CliRun(directory).run(line.split(" "));

        assertThat(result.exit()).isEqualTo(exit);
        assertThat(result.err()).isEmpty();
        assertThat(result.out())
                .startsWith("{\"version\":2,\"command\":\"" + command + "\",\"exitCode\":" + exit + ",\"ok\":false,")
                .contains("\"code\":\"" + code + "\"");
    }

    @Test
    void wrongUsageIsAnAnnotationInAJobOnGitHub() {
        CliRun.Result result =
                new CliRun(directory).env("GITHUB_ACTIONS", "true").run("sync", "--ci", "--bogus");

        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.out()).startsWith("::error title=envdrift ED-107::Unknown option: --bogus");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sync", "pull", "lock", "encrypt", "decrypt", "get X", "status", "doctor", "rotate x"})
    void everyCommandTakesCi(String line) {
        CliRun.Result result = new CliRun(directory).run((line + " --ci").split(" "));

        assertThat(result.exit()).as(result.all()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "sync", "pull", "lock", "encrypt", "decrypt", "get", "vault-push", "vault-pull", "version"})
    void helpFitsAScreen(String command) {
        CliRun.Result result = help(new CliRun(directory), command);

        assertThat(result.out().lines().count()).isLessThanOrEqualTo(55);
        assertThat(widest(result.out())).isLessThanOrEqualTo(80);
        assertThat(result.out()).startsWith("Usage: envdrift");
    }

    /** Each command at each width; what cannot be a width says nothing. */
    @ParameterizedTest
    @CsvSource({
        "70, 70",
        "55, 55",
        "40, 55",
        "1, 55",
        "200, 200",
        "99999999999, 80",
        "0, 80",
        "-1, 80",
        "80x, 80",
        "'', 80"
    })
    void helpIsAsWideAsTheUserSays(String columns, int width) {
        for (String command : List.of("", "init", "rotate", "trust", "git install", "envsync join", "levels run")) {
            CliRun.Result result = help(new CliRun(directory).env("COLUMNS", columns), command);

            // An example is there to be copied, and stays in one piece.
            assertThat(result.out().lines().filter(line -> !line.startsWith("  envdrift")))
                    .as(command)
                    .allMatch(line -> line.length() <= width);
            assertThat(widest(result.out())).isGreaterThan(width / 2);
        }
    }

    /** Two columns stay two columns, and what has no room beside its example stands below it. */
    @Test
    void explanationsOfExamplesAreWrappedInTheirColumn() {
        assertThat(help(new CliRun(directory), "init").out()).contains("""
              envdrift init                  for a cloud vault: edit its address, then
                                             'envdrift vault-push --all'
            """);
        assertThat(help(new CliRun(directory).env("COLUMNS", "60"), "rotate").out())
                .contains("""
                      envdrift rotate .env.production --push --drop-old
                          later: forget the older keys
                    """);
    }

    private static CliRun.Result help(CliRun run, String command) {
        CliRun.Result result = run.run((command.isEmpty() ? "--help" : command + " --help").split(" "));
        assertThat(result.exit()).as(command).isZero();
        return result;
    }

    private static int widest(String text) {
        return text.lines().mapToInt(String::length).max().orElse(0);
    }

    /** As hooks call it, with every file whose name begins with .env. */
    @Test
    void aCheckLeavesTemplatesAndKeysFilesOut() {
        SampleProject project = new SampleProject(directory)
                .encrypted(".env", SampleProject.KEY, "A=1\n")
                .write(".env.example", "A=\n")
                .write(".env.keys", "DOTENV_PRIVATE_KEY=" + SampleProject.hex(SampleProject.KEY) + "\n");

        CliRun.Result result = project.cli().run("encrypt", "--check", ".env", ".env.example", ".env.keys");

        assertThat(result.exit()).as(result.all()).isZero();
        assertThat(result.err()).contains("[WARN] .env.example - skipped").contains("[WARN] .env.keys - skipped");
        assertThat(project.cli().run("encrypt", ".env.example").exit()).isEqualTo(1);
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

package io.envdrift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code vault-push --all} compares what the vault has with what is here, and says which of the two it is. */
class VaultPushAllTest {
    @TempDir
    private Path root;

    @ParameterizedTest(name = "vault {0}, keys file {1}, file of key {2}, {3}: {4}, {5}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
        # vault | keys | file | options | exit | row                                                | vault afterwards
        -       | 1    | 1    | --all         | 0 | pushed                                           | 1
        1       | 1    | 1    | --all         | 0 | Skipped (the vault has it already)               | 1
        1,2     | 1,2  | 2    | --all         | 0 | Skipped (the vault has it already)               | 1,2
        1,2     | 2    | 2    | --all         | 0 | Skipped (the vault has it already)               | 1,2
        2       | 1,2  | 2    | --all         | 0 | the vault has the newest key already, and dropped older ones | 2
        1,2     | 1    | 1    | --all         | 0 | and a newer key: run envdrift sync               | 1,2
        1       | 1,2  | 2    | --all         | 0 | pushed (the vault lacked the newest key)         | 1,2
        1       | 2    | 2    | --all         | 1 | the vault has ANOTHER key; --force replaces it   | 1
        1       | 2    | 1    | --all         | 1 | the vault has ANOTHER key, which opens the file  | 1
        1,2     | 1,3  | 3    | --all         | 1 | the vault has ANOTHER key; --force replaces it   | 1,2
        1       | 2    | 2    | --all --force | 0 | pushed                                           | 2
        1       | -    | 1    | --all         | 0 | Skipped (the vault has the file's key already)   | 1
        1       | -    | 1    | --all --force | 0 | Skipped (the vault has the file's key already)   | 1
        1       | -    | 2    | --all         | 1 | does not open the file                           | 1
        -       | -    | 1    | --all         | 1 | the file is encrypted, so its key is elsewhere   | -
        x       | 1    | 1    | --all         | 1 | the vault has ANOTHER key; --force replaces it   | x
        """)
    void comparesBeforeItSaysThatTheVaultHasTheKey(
            String vault, String keys, String file, String options, int exit, String row, String afterwards) {
        SampleProject project = new SampleProject(root)
                .encrypted("app/.env.production", SampleProject.key(file), "A=one\n")
                .config(SampleProject.mapping("app"));
        if (vault != null) {
            project.secret("app-key", text(vault));
        }
        if (keys != null) {
            project.write("app/.env.keys", SampleProject.KEY_NAME + "=" + text(keys) + "\n");
        }

        CliRun.Result result = project.cli().run(("vault-push " + options).split(" "));

        assertThat(result.exit()).as(result.all()).isEqualTo(exit);
        assertThat(result.out()).contains(row);
        assertThat(project.value("app-key").orElse("-").replace(SampleProject.KEY_NAME + "=", ""))
                .isEqualTo(text(afterwards == null ? "-" : afterwards));
        assertThat(result.all()).doesNotContain(text("1"), text("2"));
    }

    /** dotenvx 2 keeps keys above the folder; what is there and cannot be read matters only where the key may be in it. */
    @ParameterizedTest(name = "header of {0}, own key {1}: {2}, {3}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
        - | 1 | 0 | 1
        1 | 1 | 0 | 1
        2 | 1 | 1 | -
        2 | - | 1 | -
        3 | 1 | 0 | 3
        """)
    void anUnreadableKeysFileAboveIsNotAskedForWhatIsNearer(String header, String own, int exit, String pushed)
            throws Exception {
        SampleProject project = new SampleProject(root).config(SampleProject.mapping("services/app"));
        String file = "services/app/.env.production";
        if (header == null) {
            project.write(file, "A=one\n");
        } else {
            project.encrypted(file, SampleProject.key(header), "A=one\n");
        }
        if (own != null) {
            project.write("services/app/.env.keys", SampleProject.KEY_NAME + "=" + text(own) + "\n");
        }
        Files.write(root.resolve("services/.env.keys"), new byte[] {'A', '=', (byte) 0xff, '\n'});
        project.write(".env.keys", "DOTENV_PRIVATE_KEY_OTHER=" + text("3") + "\n");

        String[][] lines = {
            {"vault-push", "--all", "--skip-encrypt"},
            {"vault-push", "services/app", "single", "-e", "production"},
        };
        for (String[] line : lines) {
            CliRun.Result result = project.cli().run(line);
            assertThat(result.exit()).as(result.all()).isEqualTo(exit);
            assertThat(project.value(line.length == 3 ? "services/app-key" : "single"))
                    .isEqualTo(Optional.ofNullable(pushed).map(key -> SampleProject.KEY_NAME + "=" + text(key)));
            assertThat(result.all().contains("services/.env.keys")).isEqualTo(exit == 1);
        }
    }

    /** A copied file has the first one's key, and whoever reads this one's secret need not be allowed to read that. */
    @ParameterizedTest(name = "header of {0}, keys file {1}, mapping {2} of {3}: {4}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
        # copied from  | names of the key               | environment | file            | exit
        .env.production | PRODUCTION                    | production  | .env.production | 0
        .env.production | PRODUCTION                    | staging     | .env.staging    | 1
        .env.production | PRODUCTION STAGING            | staging     | .env.staging    | 0
        .env.production | STAGING                       | staging     | .env.staging    | 0
        .env.production | PRODUCTION                    | staging     | app.env         | 1
        .env.production | OTHER                         | production  | .env.production | 0
        .env.production | OTHER                         | staging     | .env.staging    | 1
        .env            | -                             | production  | .env            | 0
        .env            | -                             | staging     | .env.staging    | 0
        app.env         | APPDEVELOPMENT                | production  | app.env         | 0
        .env.production | PRODUCTION                    | -           | .env            | 1
        """)
    void theKeyOfAnotherEnvironmentIsNotPushedAsThisOnes(
            String from, String names, String environment, String file, int exit) {
        SampleProject project = new SampleProject(root)
                .encrypted(from, SampleProject.KEY, "A=one\n")
                .config(SampleProject.mapping("app") + "environment = \"" + (environment == null ? "" : environment)
                        + "\"\nenv_file = \"" + file + "\"\n");
        project.write("app/" + file, project.read(from));
        StringBuilder keys = new StringBuilder();
        for (String name : names == null ? new String[] {""} : names.split(" ")) {
            keys.append("DOTENV_PRIVATE_KEY" + (name.isEmpty() ? "" : "_" + name) + "=" + text("1") + "\n");
        }
        project.write("app/.env.keys", keys.toString());

        CliRun.Result result = project.cli().run("vault-push", "--all");

        assertThat(result.exit()).as(result.all()).isEqualTo(exit);
        assertThat(project.value("app-key").isPresent()).isEqualTo(exit == 0);
        if (exit != 0) {
            assertThat(result.out())
                    .contains("the file is encrypted to the key of another environment (DOTENV_PUBLIC_KEY_PRODUCTION)");
        }
    }

    /** Whoever runs it may mean it; that it is no key is said. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        <63>  | it has 63 hex digits, not 64
        0x<1> | it begins with 0x
        null  | it is the word null
        token | it is not 64 hex digits
        <2>,x | it is not 64 hex digits
        """)
    void aValueThatIsNoKeyIsPushedWithAWarningOrUnderStrictKeysRefused(String value, String defect) {
        SampleProject project = new SampleProject(root)
                .write("app/.env.production", "A=one\n")
                .config(SampleProject.mapping("app"))
                .write(
                        "app/.env.keys",
                        SampleProject.KEY_NAME + "="
                                + value.replace("<63>", text("1").substring(1))
                                        .replace("<1>", text("1"))
                                        .replace("<2>", text("2"))
                                + "\n");
        String config = project.read("envdrift.toml");
        List<String> lines = List.of("vault-push --all --skip-encrypt", "vault-push app single --env production");
        project.write("envdrift.toml", config.replace("[[vault", "[vault.sync]\nstrict_keys = true\n[[vault"));
        for (String line : lines) {
            CliRun.Result result = project.cli().run(line.split(" "));
            assertThat(result.exit()).as(result.all()).isEqualTo(1);
            assertThat(result.all())
                    .contains(defect, "strict_keys")
                    .doesNotContain(text("1").substring(1));
        }
        assertThat(project.value("app-key")).isEmpty();
        assertThat(project.value("single")).isEmpty();
        project.write("envdrift.toml", config);

        for (String line : lines) {
            CliRun.Result result = project.cli().run(line.split(" "));
            assertThat(result.exit()).as(result.all()).isZero();
            assertThat(result.all())
                    .contains("Warning: " + SampleProject.KEY_NAME + " does not look like a dotenvx private key: "
                            + defect)
                    .doesNotContain(text("1").substring(1));
        }
        CliRun.Result status = project.cli().run("status");
        assertThat(status.out())
                .containsPattern("keys file: +<redacted .*: " + Pattern.quote(defect))
                .doesNotContain(text("1").substring(1));
    }

    /** Two files with keys of their own and one secret: whoever pushes last would take the other's key away. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"--all", "--all --force"})
    void aSecretOfTwoFilesWithDifferentKeysIsNeverReplaced(String options) {
        SampleProject project = new SampleProject(root)
                .encrypted("app/.env", SampleProject.KEY, "A=one\n")
                .encrypted("app/.env.production", SampleProject.OTHER, "A=two\n")
                .write(
                        "app/.env.keys",
                        "DOTENV_PRIVATE_KEY=" + text("1") + "\n" + SampleProject.KEY_NAME + "=" + text("2") + "\n")
                .config(SampleProject.mapping("app") + "environment = \"\"\n" + SampleProject.mapping("app"));

        CliRun.Result push = project.cli().run(("vault-push " + options).split(" "));

        assertThat(push.exit()).as(push.all()).isEqualTo(1);
        assertThat(push.out())
                .contains("the secret is also that of app/.env, which has another key", "secret_name of its own");
        assertThat(project.value("app-key")).hasValue("DOTENV_PRIVATE_KEY=" + text("1"));
        for (String command : List.of("sync", "status", "doctor")) {
            CliRun.Result result = project.cli().run(command);
            assertThat(result.exit()).as(result.all()).isEqualTo(1);
            assertThat(result.all())
                    .contains("another mapping names the same secret")
                    .doesNotContain("--force");
        }
    }

    @ParameterizedTest(name = "header {0}")
    @CsvSource(delimiter = '|', textBlock = """
        DOTENV_PUBLIC_KEY_PRODUCTION="pub"
        DOTENV_PUBLIC_KEY_PRODUCTION=
        DOTENV_PUBLIC_KEY_PRODUCTION="02abc"
        """)
    void aJunkHeaderDoesNotKeepAKeyFromTheVault(String header) {
        SampleProject project = new SampleProject(root)
                .write("app/.env.production", header + "\nA=one\n")
                .write("app/.env.keys", SampleProject.KEY_NAME + "=" + text("1") + "\n")
                .config(SampleProject.mapping("app"));

        CliRun.Result result = project.cli().run("vault-push", "--all", "--skip-encrypt");

        assertThat(result.exit()).as(result.all()).isZero();
        assertThat(project.value("app-key")).hasValue(SampleProject.KEY_NAME + "=" + text("1"));
    }

    @ParameterizedTest(name = "{0}: told beforehand {1}, encrypted {2}")
    @CsvSource({"--all, true, true", "--all --encrypt, false, true", "--all --skip-encrypt, false, false"})
    void plaintextIsNeverEncryptedSilently(String options, boolean told, boolean encrypted) {
        SampleProject project =
                new SampleProject(root).write("app/.env.production", "A=one\n").config(SampleProject.mapping("app"));

        CliRun.Result result = project.cli().run(("vault-push " + options).split(" "));

        assertThat(result.err().contains("is plaintext: it is encrypted in place"))
                .isEqualTo(told);
        assertThat(project.read("app/.env.production").contains("A=one")).isEqualTo(!encrypted);
    }

    @Test
    void aFileOfItsOwnKeyBesideTheProductionFileKeepsItInTheVaultToo() throws Exception {
        SampleProject project = new SampleProject(root.resolve("shop"))
                .encrypted(".env", SampleProject.KEY, "A=dev\n")
                .encrypted(".env.production", SampleProject.OTHER, "A=prod\n")
                .write(
                        ".env.keys",
                        "DOTENV_PRIVATE_KEY=" + text("1") + "\n" + SampleProject.KEY_NAME + "=" + text("2") + "\n");

        Files.delete(project.root.resolve("team.vault"));
        assertThat(project.cli().run("init", "--local-vault").exit()).isZero();
        CliRun.Result pushed = project.cli().run("vault-push", "--all");
        Files.delete(project.root.resolve(".env.keys"));
        CliRun.Result synced = project.cli().run("sync", "--check-decryption", "--ci");

        assertThat(pushed.out()).contains("Done. Pushed: 2, Skipped: 0, Errors: 0");
        assertThat(synced.exit()).as(synced.all()).isZero();
        assertThat(project.read(".env.keys"))
                .contains("\nDOTENV_PRIVATE_KEY=" + text("1") + "\n", SampleProject.KEY_NAME + "=" + text("2") + "\n");
    }

    private static String text(String keys) {
        return keys.equals("-")
                ? keys
                : Arrays.stream(keys.split(","))
                        .map(name -> name.equals("x") ? "not a key" : SampleProject.hex(SampleProject.key(name)))
                        .collect(Collectors.joining(","));
    }
}

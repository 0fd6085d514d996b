package io.envdrift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code decrypt --verify-vault}: the gate that a CI job runs. */
class VerifyVaultTest {
    private static final String FILE = "app/.env.production";

    @TempDir
    Path root;

    private SampleProject project;

    @BeforeEach
    void aServiceInSync() {
        project = new SampleProject(root).service("app", SampleProject.KEY, "A=one\nB=two\n");
    }

    @Test
    void keysInSyncAreSaidOnStandardOutputAndNothingIsWritten() throws Exception {
        Map<String, String> before = contents();

        CliRun.Result result = project.cli().run("decrypt", FILE, "--verify-vault", "--ci");

        assertThat(result.exit()).as(result.all()).isZero();
        assertThat(result.out()).startsWith("[OK] ✓ Vault key can decrypt this file - keys are in sync!\n");
        assertThat(result.err()).isEmpty();
        assertThat(contents()).isEqualTo(before);
    }

    @Test
    void anotherKeyFailsWithTheRepairStepsOfTheGuide() throws Exception {
        project.secret("app-key", SampleProject.hex(SampleProject.OTHER));
        Map<String, String> before = contents();

        CliRun.Result result = project.cli().run("decrypt", FILE, "--verify-vault", "--ci");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .startsWith("[ERROR] ✗ Vault key CANNOT decrypt this file!\n")
                .contains(SampleProject.OTHER.fingerprint())
                .contains(SampleProject.KEY.fingerprint())
                .containsSubsequence(
                        "To fix:",
                        "1. git restore app/.env.production",
                        "2. envdrift sync --force\n",
                        "3. envdrift encrypt app/.env.production")
                .doesNotContain(SampleProject.hex(SampleProject.OTHER));
        assertThat(contents()).isEqualTo(before);
    }

    @Test
    void keysOfThisMachineDoNotCount() {
        project.secret("app-key", SampleProject.hex(SampleProject.OTHER));
        project.write("app/.env.keys", SampleProject.KEY_NAME + "=" + SampleProject.hex(SampleProject.KEY) + "\n");

        CliRun.Result result = project.cli()
                .env(SampleProject.KEY_NAME, SampleProject.hex(SampleProject.KEY))
                .run("decrypt", FILE, "--verify-vault");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).contains("✗ Vault key CANNOT decrypt this file!");
    }

    @ParameterizedTest(name = "{0} says: {2}")
    @CsvSource(delimiter = '|', textBlock = """
        plaintext | A=one           | nothing encrypted to verify
        empty     | '# no value'    | nothing encrypted to verify
        mixed     | A=one           | mixed: 1 of 3 values are plaintext
        """)
    void plaintextAndMixedFilesFail(String kind, String text, String reason) {
        project.write(FILE, (kind.equals("mixed") ? project.read(FILE) : "") + text.replace("A=", "C=") + "\n");

        CliRun.Result result = project.cli().run("decrypt", FILE, "--verify-vault", "--ci");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err())
                .startsWith("[ERROR] ✗ app/.env.production cannot be verified: " + reason)
                .doesNotContain("git restore", "--force", "Reason:");
        assertThat(result.err().contains("1. envdrift encrypt app/.env.production"))
                .isEqualTo(!kind.equals("empty"));
        assertThat(result.err().contains(": C is plaintext")).isEqualTo(!kind.equals("empty"));
    }

    @Test
    void aChangedValueIsDamageAndNotDrift() {
        String damaged = project.read(FILE).replaceFirst("(?m)^(A=.*)....\"?$", "$1AAAA");
        project.write(FILE, damaged);

        CliRun.Result result = project.cli().run("decrypt", FILE, "--verify-vault", "--format", "json");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.out()).contains("\"status\":\"damaged\"").contains("git restore");
        assertThat(result.out()).doesNotContain("envdrift sync");
    }

    @Test
    void aHeaderOfAnotherKeyIsNotPassedOver() {
        project.write(
                FILE,
                project.read(FILE)
                        .replace(
                                SampleProject.KEY.publicKey().hex(),
                                SampleProject.OTHER.publicKey().hex()));

        CliRun.Result result = project.cli().run("decrypt", FILE, "--verify-vault", "--ci");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).contains("does not match DOTENV_PUBLIC_KEY_PRODUCTION");
    }

    @ParameterizedTest(name = "a secret of {0} is found: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        KEY                                                                              | true
        "KEY"                                                                            | true
        DOTENV_PRIVATE_KEY_PRODUCTION=KEY                                                | true
        DOTENV_PRIVATE_KEY=KEY                                                           | true
        OTHER,KEY                                                                        | true
        {"DOTENV_PRIVATE_KEY_PRODUCTION":"KEY","DOTENV_PRIVATE_KEY_STAGING":"OTHER"}     | true
        {"DOTENV_PRIVATE_KEY_LIVE":"KEY","DOTENV_PRIVATE_KEY_STAGING":"OTHER"}           | true
        {"DOTENV_PRIVATE_KEY_PRODUCTION":"OTHER","DOTENV_PRIVATE_KEY_STAGING":"KEY"}     | false
        {"DOTENV_PRIVATE_KEY_A":"OTHER","DOTENV_PRIVATE_KEY_B":"OTHER"}                  | false
        DOTENV_PRIVATE_KEY_STAGING=KEY                                                   | false
        OTHER                                                                            | false
        no-key-at-all                                                                    | false
        """)
    void theKeyIsFoundInASecretOfManyShapes(String secret, boolean found) {
        project.secret(
                "app-key",
                secret.replace("KEY\"", SampleProject.hex(SampleProject.KEY) + "\"")
                        .replaceAll("KEY$", SampleProject.hex(SampleProject.KEY))
                        .replace("OTHER", SampleProject.hex(SampleProject.OTHER)));

        CliRun.Result result = project.cli().run("decrypt", FILE, "--verify-vault", "--ci");

        assertThat(result.exit()).as(result.all()).isEqualTo(found ? 0 : 1);
        assertThat(result.all()).doesNotContain(SampleProject.hex(SampleProject.KEY));
    }

    @Test
    void aFileWithoutMappingNeedsTheNameOfASecretAndTakesAnyLabelThatFits() {
        project.encrypted("lib/.env.staging", SampleProject.KEY, "A=1\n");
        project.secret("lone", "DOTENV_PRIVATE_KEY_ELSEWHERE=" + SampleProject.hex(SampleProject.KEY));

        CliRun.Result without = project.cli().run("decrypt", "lib/.env.staging", "--verify-vault");
        CliRun.Result with = project.cli().run("decrypt", "lib/.env.staging", "--verify-vault", "--secret", "lone");

        assertThat(without.exit()).isEqualTo(2);
        assertThat(without.err()).contains("--verify-vault needs --secret");
        assertThat(with.exit()).as(with.all()).isZero();
    }

    @Test
    void repairStepsAreQuotedAndNameOnlyWhatWasGiven() {
        project.encrypted("lib/it's here/.env", SampleProject.KEY, "A=1\n");
        project.secret("lone", SampleProject.hex(SampleProject.OTHER));

        CliRun.Result result = project.cli()
                .run("decrypt", "lib/it's here/.env", "--verify-vault", "--secret", "lone", "-p", "local", "--ci");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err())
                .contains("1. git restore 'lib/it'\\''s here/.env'")
                .contains("2. envdrift sync --force -p local   (needs a mapping of secret lone")
                .doesNotContain("--region")
                .doesNotContain("--vault-url");
    }

    @Test
    void withoutCiTheStepsAreTold() {
        CliRun.Result result = project.cli().run("decrypt", FILE, "--verify-vault");

        assertThat(result.out())
                .containsSubsequence(
                        "Provider: local | Secret: app-key",
                        "Fetching private key from vault...",
                        "Testing decryption in memory...",
                        "[OK] ✓ Vault key can decrypt this file");
    }

    @Test
    void whatCannotBeReadIsOneLineWithoutRepairSteps() {
        CliRun.Result result = project.cli().run("decrypt", FILE, "--verify-vault", "--secret", "nowhere", "--ci");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).contains("nowhere").doesNotContain("To fix:");
    }

    @Test
    void gitHubGetsAnAnnotationOfTheFile() {
        project.secret("app-key", SampleProject.hex(SampleProject.OTHER));

        CliRun.Result result =
                project.cli().env("GITHUB_ACTIONS", "true").run("decrypt", FILE, "--verify-vault", "--ci");

        assertThat(result.out()).contains("::error file=app/.env.production");
        assertThat(List.of(0, 2)).doesNotContain(result.exit());
    }

    private Map<String, String> contents() throws Exception {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(file.toString(), new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return contents;
    }
}

package io.envdrift.cli.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.cli.CliRun;
import io.envdrift.cli.SampleProject;
import io.envdrift.testkit.Canary;
import io.envdrift.testkit.hashicorp.FakeVault;
import io.envdrift.testserver.Answer;
import io.envdrift.testserver.LoopbackServer;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Credentials stay where the user put them, and go only where the user trusts. */
class CredentialIncidentsTest {
    private static final String TOKEN = "hvs.canary-4c19-token";

    @TempDir
    Path root;

    private SampleProject project;

    @BeforeEach
    void aService() {
        project = new SampleProject(root.resolve("project")).service("app", SampleProject.KEY, "A=one\n");
    }

    private void vaultAt(String url) {
        project.write("envdrift.toml", """
            [vault]
            provider = "hashicorp"

            [vault.hashicorp]
            url = "%s"

            """.formatted(url) + SampleProject.mapping("app"));
    }

    /** CredHub's command line wrote the client secret of the environment into its configuration. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "sync",
                "pull",
                "lock --force",
                "vault-push app app-key --env production",
                "vault-pull app app-key --env production",
                "decrypt app/.env.production --verify-vault",
                "trust vault.example.test",
                "init --force"
            })
    void cve_2019_3782_aTokenOfTheEnvironmentIsWrittenNowhere(String command) throws Exception {
        try (FakeVault vault = FakeVault.start(Optional.empty())) {
            vault.store("app-key", SampleProject.hex(SampleProject.KEY));
            vaultAt(vault.server().uri("").toString());
            project.write("app/.env.keys", SampleProject.KEY_NAME + "=" + SampleProject.hex(SampleProject.KEY) + "\n");

            CliRun.Result result =
                    project.cli().env("VAULT_TOKEN", FakeVault.TOKEN).run(command.split(" "));

            assertThat(result.exit()).as(result.all()).isZero();
            Canary token = new Canary(FakeVault.TOKEN);
            token.assertAbsentFrom("the output", result.all());
            token.assertAbsentFrom(root);
        }
    }

    /** A pull request changed the address in the configuration, and the reviewer's credentials went there. */
    @ParameterizedTest
    @ValueSource(strings = {"sync --ci", "pull", "decrypt app/.env.production --verify-vault --ci"})
    void crabbox405_crabbox412_aHostThatOnlyTheRepositoryNamesGetsNothing(String command) {
        vaultAt("https://vault.example.invalid");
        // A list in the repository is no list of the user's.
        project.write(".config/envdrift/trusted-hosts", "vault.example.invalid\n")
                .write("envdrift/trusted-hosts", "vault.example.invalid\n");

        CliRun.Result result = project.cli().env("VAULT_TOKEN", TOKEN).run(command.split(" "));

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.all())
                .contains("vault.example.invalid")
                .contains("envdrift trust")
                .doesNotContain(TOKEN);
    }

    /** What gopass does with a pin outside the repository: trust is the user's, and survives no move to another host. */
    @Test
    void gopass_trustIsKeptOutsideTheRepositoryAndForOneHost() {
        vaultAt("https://vault.example.invalid");

        assertThat(project.cli().run("trust", "vault.example.invalid").exit()).isZero();
        CliRun.Result trusted = project.cli().env("VAULT_TOKEN", TOKEN).run("sync", "--ci", "--timeout", "5");
        vaultAt("https://vault2.example.invalid");
        CliRun.Result other = project.cli().env("VAULT_TOKEN", TOKEN).run("sync", "--ci", "--timeout", "5");

        assertThat(trusted.all()).doesNotContain("envdrift trust");
        assertThat(other.all()).contains("envdrift trust");
        assertThat(project.read("home/.config/envdrift/trusted-hosts")).contains("vault.example.invalid");
    }

    @Test
    void crabbox412_aRedirectToAnotherHostIsNotFollowed() throws Exception {
        try (LoopbackServer elsewhere = LoopbackServer.http(exchange -> exchange.answer(Answer.json(200, "{}")));
                LoopbackServer vault = LoopbackServer.http(exchange -> exchange.answer(Answer.of(307)
                        .with(
                                "Location",
                                elsewhere.uri("/v1/secret/data/app-key").toString())))) {
            vaultAt(vault.uri("").toString());

            CliRun.Result result = project.cli().env("VAULT_TOKEN", TOKEN).run("sync", "--ci");

            assertThat(result.exit()).isEqualTo(1);
            assertThat(vault.connections()).isPositive();
            assertThat(elsewhere.connections()).isZero();
            assertThat(result.all()).doesNotContain(TOKEN);
        }
    }

    /** CWE-214: every user of the machine can read the arguments of a process. */
    @ParameterizedTest
    @CsvSource({"-, false", "@value, false", "2222222222222222222222222222222222222222222222222222222222222222, true"})
    void gptme1789_cwe_214_aSecretNeedNotStandOnTheCommandLine(String value, boolean warned) {
        String key = SampleProject.hex(SampleProject.OTHER);
        project.write("value", key);

        CliRun.Result result = project.cli().input(key).run("vault-push", "--direct", "app-key", value);

        assertThat(result.exit()).as(result.all()).isZero();
        assertThat(result.err().contains("[WARN] ")).isEqualTo(warned);
        assertThat(project.cli().run("sync").exit()).isEqualTo(0);
        assertThat(project.read("app/.env.keys")).contains(key);
        assertThat(result.all()).doesNotContain(key);
    }

    /** Tools that said that all was well when it was not. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        pull                                               | wrong key
        lock --verify-vault --force                        | wrong key
        sync --check-decryption --ci                       | wrong key
        decrypt app/.env.production --verify-vault --ci    | wrong key
        vault-pull app app-key --env production            | wrong key
        sync --check-decryption --ci                       | plaintext
        decrypt app/.env.production --verify-vault --ci    | plaintext
        lock --check                                       | plaintext
        sync --ci                                          | drift
        sync --verify                                      | drift
        sync --check-decryption --ci                       | no file
        sync --ci --profile nobody --check-decryption      | no mapping
        """)
    void dotenvx787_807_950_envdrift470_473_663_nothingThatIsNotSoIsCalledSo(String command, String situation) {
        switch (situation) {
            case "wrong key" -> project.secret("app-key", SampleProject.hex(SampleProject.OTHER));
            case "plaintext" -> project.write("app/.env.production", "A=one\n");
            case "drift" ->
                project.write(
                        "app/.env.keys", SampleProject.KEY_NAME + "=" + SampleProject.hex(SampleProject.OTHER) + "\n");
            case "no file" ->
                project.root.resolve("app/.env.production").toFile().delete();
            default -> project.write("envdrift.toml", project.read("envdrift.toml") + "profile = \"somebody\"\n");
        }
        String file = situation.equals("no file") ? "" : project.read("app/.env.production");

        CliRun.Result result = project.cli().run(command.split(" "));

        assertThat(result.exit()).as(result.all()).isEqualTo(1);
        assertThat(result.all()).doesNotContain("successfully").doesNotContain("[OK]");
        assertThat(situation.equals("no file") ? "" : project.read("app/.env.production"))
                .isEqualTo(file);
    }
}

package io.envdrift.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.envdrift.cli.base.VaultOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code init}: which files become mappings, under which secrets, and what a user is told to do next. */
class InitTest {
    @TempDir
    private Path root;

    @ParameterizedTest(name = "{0} becomes environment {1}")
    @CsvSource(delimiter = '|', textBlock = """
        .env                  | ''
        .env.production       | production
        .env.staging          | staging
        .env.ci.staging       | ci.staging
        .env.prod-eu          | prod-eu
        .env.test             | test
        .env.app              | app
        .env.development      | development
        """)
    void anEnvFileBecomesAMapping(String name, String environment) throws IOException {
        write(name, "A=1\n");

        CliRun.Result result = init();

        assertThat(result.exit()).as(result.all()).isZero();
        assertThat(values("environment")).containsExactly(environment);
        assertThat(values("env_file")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".env.d.ts",
                ".env.vault",
                ".env.staging.enc",
                ".env.production.bak",
                ".env.test.orig",
                ".env.js",
                ".env.dist",
                ".env.swp",
                ".env.schema",
                ".env.production.swp",
                ".env.swo",
                ".env~",
                ".env.production~",
                ".env.bak.20250101",
                ".env.bak2",
                ".env.20250101",
                ".env.2025-01-01",
                ".env.old",
                ".env.save",
                ".env.mjs",
                ".env.ts",
                ".env.json",
                ".env.example",
                ".env.sample",
                ".env.template",
                ".env.tpl",
                ".env.local",
                ".env.production.local",
                ".env.gpg",
                ".env.age",
                ".env.gz",
                ".env.me",
                ".env.previous",
                ".env.production.example",
                ".env.EXAMPLE",
                ".env.rej",
                ".env.prod.tmp",
                ".env-backup"
            })
    void whatIsNoEnvFileToCommitIsLeftOutAndNamed(String name) throws IOException {
        write(name, "A=1\n");
        write(".env.production", "A=1\n");

        CliRun.Result result = init();

        assertThat(values("environment")).containsExactly("production");
        assertThat(result.out()).contains(name + " - left out (");
    }

    @ParameterizedTest(name = "{0} and {1}: secrets {2} and {3}")
    @CsvSource({
        ".env, .env.production, shop-key, shop-production-key",
        "a/.env, b/.env, a-key, b-key",
        "app/.env.production, app-production/.env, app-production-key, app-production-key-2",
        "a/b/.env, a-b/.env, a-b-key, a-b-key-2",
        "App/.env, app/.env, App-key, app-key-2"
    })
    void everyFileHasASecretOfItsOwn(String one, String other, String first, String second) throws IOException {
        write(one, "A=1\n");
        write(other, "A=1\n");

        init();

        assertThat(values("secret_name")).containsExactlyInAnyOrder(first, second);
    }

    @Test
    void theHeaderOfAnEncryptedFileTellsItsEnvironment() throws IOException {
        SampleProject project = new SampleProject(root.resolve("shop"));
        project.write(
                ".env",
                "DOTENV_PUBLIC_KEY_PRODUCTION=\""
                        + SampleProject.KEY.publicKey().hex() + "\"\nA=1\n");

        init();

        assertThat(values("environment")).containsExactly("production");
        assertThat(values("env_file")).containsExactly(".env");
    }

    @Test
    void theConfigurationNamesEveryVaultThatThereIs() throws IOException {
        write(".env", "A=1\n");

        new CliRun(root.resolve("shop")).run("init");

        assertThat(Files.readString(root.resolve("shop/envdrift.toml"))).contains(VaultOptions.providerNames());
    }

    @Test
    void filesWhoseKeysWouldHaveOneNameAreNotBothMapped() throws IOException {
        write(".env.prod.eu", "A=1\n");
        write(".env.prod_eu", "A=1\n");

        CliRun.Result result = init();

        assertThat(values("environment")).hasSize(1);
        assertThat(result.out()).contains("DOTENV_PRIVATE_KEY_PROD_EU");
    }

    @Test
    void ofTwoSpellingsTheUsualOneIsMapped() throws IOException {
        write(".env.PRODUCTION", "A=1\n");
        write(".env.production", "A=1\n");

        init();

        assertThat(values("environment")).containsExactly("production");
    }

    @Test
    void whatGitIgnoresIsNotMappedAndSoIsWhatIsNoText() throws IOException, InterruptedException {
        Path project = Files.createDirectories(root.resolve("shop"));
        assumeThat(new ProcessBuilder("git", "init", "-q", project.toString())
                        .start()
                        .waitFor())
                .as("git is needed")
                .isZero();
        write(".gitignore", ".env\n");
        write(".env", "A=1\n");
        write(".env.production", "A=1\n");
        Files.write(project.resolve(".env.binary"), new byte[] {(byte) 0xff, 0, 1});

        CliRun.Result result = init();

        assertThat(values("environment")).containsExactly("production");
        assertThat(result.out()).contains(".env - left out (ignored by git", ".env.binary - left out (");
    }

    @Test
    void withoutAnEnvFileTheNextStepIsSaid() {
        CliRun.Result result = init();

        assertThat(result.all())
                .contains("Wrote envdrift.toml with 0 mapping(s)")
                .contains("No env file", "Next: make one, then run: envdrift init --force --local-vault");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sync", "status", "pull", "vault-push --all", "sync --verify --ci", "lock --sync-keys"})
    void nothingIsSentToThePlaceholder(String command) throws IOException {
        write(".env.production", "A=1\n");
        CliRun cli = new CliRun(root.resolve("shop"));
        assertThat(cli.run("init").all()).contains("No vault is named yet", "[vault.azure] vault_url");

        CliRun.Result result = new CliRun(root.resolve("shop")).run(command.split(" "));

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.all()).contains("No vault is named yet: vault_url of azure is still a placeholder");
    }

    private CliRun.Result init() {
        root.resolve("shop").toFile().mkdirs();
        return new CliRun(root.resolve("shop")).run("init", "--local-vault");
    }

    private void write(String name, String text) throws IOException {
        Path file = root.resolve("shop").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private List<String> values(String key) throws IOException {
        Matcher matcher = Pattern.compile("(?m)^" + key + " = \"(.*)\"$")
                .matcher(Files.readString(root.resolve("shop/envdrift.toml")));
        return matcher.results().map(found -> found.group(1)).toList();
    }
}

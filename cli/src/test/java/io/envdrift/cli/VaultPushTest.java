package io.envdrift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code vault-push}: one key, any value, or the keys of all mappings; each read back from the vault. */
class VaultPushTest {
    private static final String KEY = SampleProject.hex(SampleProject.KEY);
    private static final String OTHER = SampleProject.hex(SampleProject.OTHER);

    @TempDir
    private Path root;

    @ParameterizedTest(name = "{0} holds {1}, pushed as {2}")
    @CsvSource({
        ".env.staging, DOTENV_PRIVATE_KEY_STAGING, staging",
        ".env, DOTENV_PRIVATE_KEY, production",
        ".env.production, DOTENV_PRIVATE_KEY_PRODUCTION, production"
    })
    void aFoldersKeyIsStoredUnderTheRightLabelAndComesBack(String file, String name, String environment) {
        SampleProject project = new SampleProject(root)
                .config("")
                .encrypted("app/" + file, SampleProject.KEY, "A=one\n")
                .write("app/.env.keys", name + "=" + KEY + "\n");

        CliRun.Result pushed = project.cli().run("vault-push", "app", "app-key", "-e", environment);

        assertThat(pushed.exit()).as(pushed.all()).isZero();
        assertThat(pushed.out())
                .contains("[OK] Pushed secret 'app-key' to local vault")
                .contains("Version: 1");
        assertThat(pushed.all()).doesNotContain(KEY);
        project.write("app/.env.keys", "");
        CliRun.Result pulled =
                project.cli().run("vault-pull", "app", "app-key", "--env", environment, "--env-file", file);
        assertThat(pulled.exit()).as(pulled.all()).isZero();
        assertThat(project.read("app/" + file)).contains("A=one");
    }

    /** A4: a copied file keeps the header of the environment it was copied from. */
    @ParameterizedTest(name = "{0} with the header of production, also {1}")
    @CsvSource(
            nullValues = "-",
            value = {".env, -", ".env.staging, -", ".env.staging, DOTENV_PRIVATE_KEY_STAGING"})
    void aKeyOfAnotherEnvironmentIsNeverRelabelled(String file, String own) {
        SampleProject project = new SampleProject(root)
                .config("")
                .encrypted(".env.production", SampleProject.KEY, "A=one\n")
                .write(
                        "app/.env.keys",
                        SampleProject.KEY_NAME + "=" + KEY + "\n" + (own == null ? "" : own + "=" + OTHER));
        project.write("app/" + file, project.read(".env.production"));

        CliRun.Result result = project.cli().run("vault-push", "app", "app-key", "-e", "staging");

        assertThat(result.exit()).as(result.all()).isEqualTo(own == null ? 1 : 0);
        assertThat(project.value("app-key")).isEqualTo(Optional.ofNullable(own).map(name -> name + "=" + OTHER));
        if (own == null) {
            assertThat(result.err())
                    .contains(
                            "Key 'DOTENV_PRIVATE_KEY_STAGING' not found in .env.keys", "DOTENV_PUBLIC_KEY_PRODUCTION");
        }
    }

    @Test
    void theConfiguredKeysFileIsRead() {
        SampleProject project = new SampleProject(root)
                .config("[vault.sync]\nenv_keys_filename = \"team.keys\"\n" + SampleProject.mapping("app"))
                .encrypted("app/.env.production", SampleProject.KEY, "A=one\n")
                .write("app/team.keys", SampleProject.KEY_NAME + "=" + KEY + "\n");

        assertThat(project.cli()
                        .run("vault-push", "app", "app-key", "-e", "production")
                        .exit())
                .isZero();
        assertThat(project.cli().run("sync", "--verify", "--check-decryption").exit())
                .isZero();
    }

    @Test
    void replacingAnotherKeyIsSaidByFingerprint() {
        SampleProject project = new SampleProject(root)
                .config("")
                .secret("app-key", OTHER)
                .encrypted("app/.env.production", SampleProject.KEY, "A=one\n")
                .write("app/.env.keys", SampleProject.KEY_NAME + "=" + KEY + "\n");

        CliRun.Result result = project.cli().run("vault-push", "app", "app-key", "-e", "production");

        assertThat(result.exit()).isZero();
        assertThat(result.out())
                .contains("Version: 2")
                .contains("replaced a different value ("
                        + SampleProject.OTHER.publicKey().fingerprint() + ")");
        assertThat(result.all()).doesNotContain(OTHER);
    }

    @ParameterizedTest(name = "{0} before")
    @CsvSource(delimiter = '|', textBlock = """
        %s                                          | false
        DOTENV_PRIVATE_KEY_PRODUCTION=%s            | false
        {"DOTENV_PRIVATE_KEY_PRODUCTION":"%s"}      | false
        DOTENV_PRIVATE_KEY_STAGING=%s               | true
        """)
    void theSameKeyInAnotherFormIsNoDifferentValue(String before, boolean different) {
        SampleProject project = new SampleProject(root)
                .config("")
                .secret("app-key", before.formatted(KEY))
                .encrypted("app/.env.production", SampleProject.KEY, "A=one\n")
                .write("app/.env.keys", SampleProject.KEY_NAME + "=" + KEY + "\n");

        CliRun.Result result = project.cli().run("vault-push", "app", "app-key", "-e", "production");

        assertThat(result.exit()).isZero();
        assertThat(result.out().contains("replaced a different value")).isEqualTo(different);
    }

    @Test
    void aLabelledKeyThatIsReplacedIsToldByItsFingerprint() {
        SampleProject project =
                new SampleProject(root).config("").secret("app-key", SampleProject.KEY_NAME + "=" + OTHER);

        CliRun.Result result = project.cli().input("anything").run("vault-push", "--direct", "app-key", "-");

        assertThat(result.out())
                .contains("replaced a different value ("
                        + SampleProject.OTHER.publicKey().fingerprint() + ")");
    }

    @Test
    void anInputThatIsTooLongForASecretIsNotCutShort() {
        SampleProject project = new SampleProject(root).config("");

        CliRun.Result result =
                project.cli().input("a".repeat((1 << 20) + 1)).run("vault-push", "--direct", "name", "-");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).contains("larger than 1048576 bytes");
        project.write("app/.env", "");
        assertThat(project.cli()
                        .run("vault-pull", "app", "name", "-e", "production")
                        .err())
                .contains("not found");
    }

    @Test
    void aDefaultNameThatTheSettingsContradictIsWarnedOf() {
        SampleProject project = new SampleProject(root)
                .config("[vault.sync]\ndefault_vault_name = \"team\"\n")
                .write("value.txt", "text");

        assertThat(project.cli()
                        .run("vault-push", "--direct", "name", "@value.txt")
                        .err())
                .contains("default_vault_name 'team' is not used");
    }

    @ParameterizedTest(name = "a value from {0}")
    @CsvSource({"-, ''", "@value.txt, ''", "seen-by-all, can be seen by other users"})
    void anyValueIsStoredAsItIs(String source, String warning) {
        SampleProject project = new SampleProject(root).config("").write("value.txt", "from a file\n");

        CliRun.Result result =
                project.cli().input("from standard input\n").run("vault-push", "--direct", "name", source);

        assertThat(result.exit()).as(result.all()).isZero();
        assertThat(result.err()).contains(warning);
        assertThat(result.all()).doesNotContain("from standard", "from a file");
    }

    @Test
    void allPushesWhatIsMissingAndEncryptsPlaintextFirst() {
        SampleProject project = new SampleProject(root)
                .service("there", SampleProject.KEY, "A=1\n")
                .write("new/.env.production", "B=never-in-base64\n");
        project.write(
                "envdrift.toml",
                project.read("envdrift.toml") + SampleProject.mapping("new") + SampleProject.mapping("gone"));

        CliRun.Result result = project.cli().run("vault-push", "--all");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.out())
                .contains("there (there-key) - Skipped")
                .contains("new (new-key) - pushed")
                .contains("gone (gone-key) - error");
        assertThat(result.all()).contains("Done. Pushed: 1, Skipped: 1, Errors: 1");
        assertThat(project.read("new/.env.production")).contains("B=encrypted:").doesNotContain("never-in-base64");
        assertThat(root.resolve("there/.env.keys")).doesNotExist();
        assertThat(project.cli()
                        .run("decrypt", "--verify-vault", "new/.env.production")
                        .exit())
                .isZero();
    }

    @ParameterizedTest(name = "vault-push {0}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
        app                                | 2 | vault-push needs
        app app-key                        | 2 | vault-push needs
        nowhere app-key -e production      | 1 | Folder not found
        app app-key -e production          | 1 | app/.env.keys
        app app-key -e staging --profile p | 1 | --profile is only applicable with --all
        """)
    void whatIsMissingIsSaidAndNothingIsPushed(String arguments, int exit, String error) {
        SampleProject project = new SampleProject(root).config("").write("app/.env.production", "A=1\n");

        CliRun.Result result = project.cli().run(("vault-push " + arguments).split(" "));

        assertThat(result.exit()).isEqualTo(exit);
        assertThat(result.err()).contains(error);
        assertThat(project.cli()
                        .run("vault-pull", "app", "app-key", "-e", "production")
                        .err())
                .contains("not found");
    }
}

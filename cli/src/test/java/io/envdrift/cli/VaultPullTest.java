package io.envdrift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code vault-pull}: one key into a folder, and its env file opened with it. */
class VaultPullTest {
    private static final String KEY = SampleProject.hex(SampleProject.KEY);
    private static final String OTHER = SampleProject.hex(SampleProject.OTHER);

    @TempDir
    private Path root;

    @Test
    void theKeyIsWrittenForTheOwnerAloneAndTheFileDecrypted() {
        SampleProject project = project();

        CliRun.Result result = pull(project, "--env", "production");

        assertThat(result.exit()).as(result.all()).isZero();
        assertThat(result.out())
                .contains("[OK] Pulled 'app-key' -> DOTENV_PRIVATE_KEY_PRODUCTION written to app/.env.keys")
                .contains("[OK] Decrypted app/.env.production");
        assertThat(project.mode("app/.env.keys")).isEqualTo("rw-------");
        assertThat(project.read("app/.env.production")).contains("A=one");
        assertThat(result.all()).doesNotContain(KEY);
    }

    @Test
    void aKeyThatDiffersIsKeptInABackup() throws IOException {
        SampleProject project = project().write("app/.env.keys", SampleProject.KEY_NAME + "=" + OTHER + "\n");

        CliRun.Result result = pull(project, "--env", "production", "--no-decrypt");

        assertThat(result.exit()).isZero();
        assertThat(result.out()).contains("Backup: app/.env.keys.backup.");
        try (var files = Files.list(root.resolve("app"))) {
            List<Path> backups = files.filter(
                            file -> file.getFileName().toString().contains(".backup."))
                    .toList();
            assertThat(backups)
                    .singleElement()
                    .satisfies(backup -> assertThat(backup).content().contains(OTHER));
        }
        assertThat(project.read("app/.env.production")).contains("encrypted:");
    }

    /** As in sync: a provider's own key is taken, and a slip of the hand is told. */
    @ParameterizedTest(name = "strict: {0}")
    @ValueSource(booleans = {false, true})
    void whatDoesNotLookLikeAPrivateKeyIsTakenWithAWarningOrRefused(boolean strict) {
        SampleProject project = new SampleProject(root)
                .config("[vault.sync]\nstrict_keys = " + strict + "\n")
                .write("app/readme", "")
                .secret("app-key", "no-key-of-dotenvx");

        CliRun.Result text = pull(project, "--env", "production");
        CliRun.Result json = pull(project, "--env", "production", "--format", "json");

        assertThat(text.exit()).as(text.all()).isEqualTo(strict ? 1 : 0);
        assertThat(List.of(text.all(), json.out()))
                .allMatch(output -> output.contains("does not look like a dotenvx private key"))
                .noneMatch(output -> output.contains("no-key-of-dotenvx"));
        assertThat(Files.exists(root.resolve("app/.env.keys"))).isEqualTo(!strict);
    }

    @ParameterizedTest(name = "vault-pull {0} exits {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
        app app-key -e staging                           | 1 | but --env staging expects 'DOTENV_PRIVATE_KEY_STAGING'
        nowhere app-key -e production                    | 1 | Folder not found
        app missing -e production                        | 1 | not found
        app app-key -e production --env-file ../outside  | 1 | outside
        app app-key                                      | 2 | --env
        app app-key -e a/b                               | 1 | environment
        """)
    void whatCannotBeDoneIsOneLine(String arguments, int exit, String error) {
        SampleProject project = project().secret("app-key", SampleProject.KEY_NAME + "=" + KEY);

        CliRun.Result result = project.cli().run(("vault-pull " + arguments).split(" +"));

        assertThat(result.exit()).as(result.all()).isEqualTo(exit);
        assertThat(result.err()).startsWith("[ERROR] ").contains(error);
        assertThat(result.all()).doesNotContain(KEY);
    }

    @Test
    void aKeyThatIsNotTheFilesIsRefusedBeforeAnythingIsWritten() {
        SampleProject project = project().secret("app-key", OTHER);

        CliRun.Result result = pull(project, "-e", "production");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).contains("key does not match DOTENV_PUBLIC_KEY_PRODUCTION");
        assertThat(root.resolve("app/.env.keys")).doesNotExist();
        assertThat(project.read("app/.env.production")).contains("encrypted:");
    }

    /** The mapping knows where its key and its file are, by whatever way its folder is named. */
    @ParameterizedTest(name = "named {0}")
    @ValueSource(strings = {"app", "./app/", "link"})
    void theMappingsKeysFileIsWrittenAndItsEnvFileDecrypted(String folder) throws IOException {
        SampleProject project = new SampleProject(root)
                .config("[vault.sync]\nenv_keys_filename = \"team.keys\"\n" + SampleProject.mapping("app"))
                .encrypted("app/.env", SampleProject.KEY, "A=one\n")
                .secret("app-key", KEY);
        Files.createSymbolicLink(root.resolve("link"), root.resolve("app"));

        CliRun.Result result = project.cli().run("vault-pull", folder, "app-key", "-e", "production");

        assertThat(result.exit()).as(result.all()).isZero();
        assertThat(project.read("app/team.keys")).contains(SampleProject.KEY_NAME + "=" + KEY);
        assertThat(root.resolve("app/.env.keys")).doesNotExist();
        assertThat(project.read("app/.env")).contains("A=one");
    }

    @Test
    void aKeysFileThatLeavesTheFolderIsRefusedBeforeTheVaultIsAsked() {
        SampleProject project = project().config("[vault.sync]\nenv_keys_filename = \"../x\"\n");

        CliRun.Result result = pull(project, "-e", "production");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).contains("env_keys_filename '../x' is refused");
        assertThat(root.resolve("x")).doesNotExist();
    }

    @Test
    void aKeysFileThatGitWouldTakeIsSaid() throws IOException, InterruptedException {
        SampleProject project = project();
        assertThat(new ProcessBuilder("git", "init", "-q", root.toString())
                        .start()
                        .waitFor())
                .isZero();

        assertThat(pull(project, "-e", "production").out())
                .contains("Warning: git would take app/.env.keys: add the line .env.keys* to .gitignore");
        project.write(".gitignore", ".env.keys*\n");
        assertThat(pull(project, "-e", "production").out()).doesNotContain("git would take");
    }

    private SampleProject project() {
        return new SampleProject(root)
                .config("")
                .encrypted("app/.env.production", SampleProject.KEY, "A=one\n")
                .secret("app-key", KEY);
    }

    private static CliRun.Result pull(SampleProject project, String... options) {
        String[] line = new String[options.length + 3];
        line[0] = "vault-pull";
        line[1] = "app";
        line[2] = "app-key";
        System.arraycopy(options, 0, line, 3, options.length);
        return project.cli().run(line);
    }
}

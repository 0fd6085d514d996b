package io.envdrift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.dotenvx.PrivateKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No hint leads to a key that does not open the file where one that does was. */
class KeyHintsTest {
    private static final PrivateKey TEAM = SampleProject.KEY;
    private static final PrivateKey STRAY = SampleProject.OTHER;
    private static final Pattern COMMAND = Pattern.compile("envdrift ((?:vault-pull|vault-push|sync) [^;(\\n]*)");

    @TempDir
    Path root;

    private SampleProject project;

    @BeforeEach
    void aLocalKeyThatIsNotTheVaults() {
        project = new SampleProject(root).service("app", TEAM, "A=one\n");
        keys("app", STRAY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "decrypt app/.env.production --verify-vault --ci",
                "sync --ci",
                "sync --verify",
                "pull",
                "lock --verify-vault",
                "status",
                "doctor"
            })
    void aLocalKeyThatOpensTheFileIsNotReplaced(String line) {
        project.encrypted("app/.env.production", STRAY, "A=one\n");

        CliRun.Result result = project.cli().run(line.split(" "));

        assertThat(result.exit()).as(result.all()).isEqualTo(1);
        assertThat(result.all())
                .containsAnyOf("vault-push", "put its key into the vault")
                .doesNotContain("sync --force", "git restore");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "decrypt app/.env.production --verify-vault --ci",
                "sync --ci",
                "status",
                "doctor",
                "vault-push --all"
            })
    void aFileEncryptedAnewByMistakeIsTakenBackFirst(String line) {
        git("init", "-q");
        git("add", "app/.env.production");
        project.encrypted("app/.env.production", STRAY, "A=one\n");

        CliRun.Result result = project.cli().run(line.split(" "));

        assertThat(result.exit()).as(result.all()).isEqualTo(1);
        assertThat(result.all()).containsSubsequence("git restore", "envdrift sync --force");
        assertThat(result.all()).doesNotContain("vault-push --all --force");
        git("restore", "app/.env.production");
        assertThat(project.cli().run("sync", "--force", "--check-decryption").exit())
                .isZero();
    }

    @Test
    void withoutALocalKeyTheStepsAreThoseOfTheGuide() {
        project.encrypted("app/.env.production", STRAY, "A=one\n").write("app/.env.keys", "");

        CliRun.Result result = project.cli().run("decrypt", "app/.env.production", "--verify-vault", "--ci");

        assertThat(result.err())
                .containsSubsequence("1. git restore", "2. envdrift sync --force", "3. envdrift encrypt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sync --ci", "status", "vault-push --all"})
    void whereMappingsGoOppositeWaysEachHintSettlesItsOwn(String line) {
        project.service("api", TEAM, "B=two\n").encrypted("api/.env.production", STRAY, "B=two\n");
        keys("api", STRAY);

        CliRun.Result result = project.cli().run(line.split(" "));
        List<String> hints = COMMAND.matcher(result.all())
                .results()
                .map(MatchResult::group)
                .distinct()
                .toList();

        assertThat(hints)
                .as(result.all())
                .containsExactlyInAnyOrder(
                        "envdrift vault-pull app app-key --env production --no-decrypt",
                        "envdrift vault-push api api-key --env production");
        hints.forEach(hint -> assertThat(project.cli()
                        .run(Stream.of(hint.split(" ")).skip(1).toArray(String[]::new))
                        .exit())
                .as(hint)
                .isZero());
        assertThat(project.cli().run("sync", "--verify", "--check-decryption").exit())
                .isZero();
    }

    /** The configuration has another name and lies elsewhere, and a profile is asked for: pasted, each hint concerns the same. */
    @ParameterizedTest
    @ValueSource(strings = {"sync --ci", "status", "sync --verify", "sync --format github"})
    void aHintWorksPastedWhereTheCommandWasTyped(String line) {
        String given = " -c ../team.toml --profile ops";
        project.service("api", TEAM, "B=two\n").encrypted("api/.env.production", STRAY, "B=two\n");
        keys("api", STRAY);
        project.write(
                "team.toml",
                project.read("envdrift.toml")
                        .replace("secret_name", "profile = \"ops\"\nenvironment = \"production\"\nsecret_name"));
        project.write("web/.keep", "");
        project.write("envdrift.toml", "");
        CliRun there = new CliRun(root.resolve("web"));

        CliRun.Result result = there.run((line + given).split(" "));
        List<String> hints = COMMAND.matcher(result.all())
                .results()
                .map(MatchResult::group)
                .map(hint -> hint.replaceAll("[\"|].*", "").strip())
                .distinct()
                .toList();

        assertThat(hints)
                .as(result.all())
                .containsExactlyInAnyOrder(
                        "envdrift vault-pull -c ../team.toml " + root.resolve("app")
                                + " app-key --env production --no-decrypt",
                        "envdrift vault-push -c ../team.toml " + root.resolve("api") + " api-key --env production");
        hints.forEach(hint -> assertThat(new CliRun(root.resolve("web"))
                        .run(Stream.of(hint.split(" ")).skip(1).toArray(String[]::new))
                        .exit())
                .as(hint)
                .isZero());
        assertThat(there.run(("sync --verify --check-decryption" + given).split(" "))
                        .exit())
                .isZero();
    }

    /** Here the other file's fault is none of the keys file's, and force would give it the vault's wrong key all the same. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "lock --verify-vault",
                "pull",
                "sync --verify --check-decryption",
                "sync --ci",
                "status",
                "doctor",
                "vault-push --all",
                "vault-push --all --format json"
            })
    void noHintForOneFileTakesTheKeyOfAnother(String line) {
        project.service("api", TEAM, "B=two\n").encrypted("api/.env.production", STRAY, "B=two\n");
        keys("api", STRAY);

        CliRun.Result result = project.cli().run(line.split(" "));

        assertThat(result.all())
                .contains("envdrift vault-pull app app-key --env production --no-decrypt")
                .doesNotContain("sync --force", "vault-push --all --force");
    }

    /** Both local keys open their files; that of the file to restore opens nothing from then on. */
    @ParameterizedTest
    @ValueSource(strings = {"vault-push --all", "sync --ci", "sync --verify", "status", "doctor"})
    void aFileToRestoreDoesNotTakeTheKeyOfAnother(String line) {
        project.service("api", TEAM, "B=two\n").encrypted("api/.env.production", STRAY, "B=two\n");
        keys("api", STRAY);
        git("init", "-q");
        git("add", "app/.env.production");
        project.encrypted("app/.env.production", STRAY, "A=one\n");

        CliRun.Result result = project.cli().run(line.split(" "));

        assertThat(result.all())
                .containsSubsequence("git restore", "envdrift vault-pull app app-key --env production --no-decrypt")
                .contains("envdrift vault-push api api-key --env production")
                .doesNotContain("sync --force", "vault-push --all --force");
    }

    /** No command for a single secret names a vault, and one with {@code --force} for all would take the other's key. */
    @ParameterizedTest
    @ValueSource(strings = {"sync --ci", "status", "vault-push --all"})
    void whereAVaultIsNamedSyncAsks(String line) {
        project.service("api", TEAM, "B=two\n").encrypted("api/.env.production", STRAY, "B=two\n");
        keys("api", STRAY);
        project.write(
                "envdrift.toml",
                project.read("envdrift.toml")
                        .replace("secret_name", "vault_name = \"team\"\nsecret_name")
                        .replace("[vault.local]", "[vault.named.team]\nprovider = \"local\""));

        CliRun.Result result = project.cli().run(line.split(" "));

        assertThat(result.all())
                .contains("envdrift sync (on a terminal; answer y for app-key only)")
                .contains("envdrift vault-push --all --force (once the other rows are settled)")
                .doesNotContain("sync --force");
    }

    /** The other row fails for a reason of its own, and a command for all would take its key. */
    @Test
    void aRowThatFailsOtherwiseKeepsItsKey() {
        project.write("app/.env.keys", SampleProject.KEY_NAME + "=" + SampleProject.hex(STRAY) + "\n")
                .encrypted("app/.env", STRAY, "A=two\n");
        project.write(
                "envdrift.toml",
                project.read("envdrift.toml")
                        + "\n[[vault.sync.mappings]]\nsecret_name = \"app-key\"\nfolder_path = \"app\"\n"
                        + "environment = \"\"\n");
        project.write(
                "app/.env.keys",
                project.read("app/.env.keys") + "DOTENV_PRIVATE_KEY=" + SampleProject.hex(STRAY) + "\n");

        CliRun.Result result = project.cli().run("vault-push", "--all");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.all())
                .contains("envdrift vault-pull app app-key --env production --no-decrypt")
                .doesNotContain("sync --force");
    }

    /** Its name has to be quoted for a shell; each option is named once, in every form. */
    @ParameterizedTest
    @ValueSource(strings = {"text", "json"})
    void aHintWorksPastedForAFolderOfAnyName(String format) {
        String folder = "a (b); c";
        project.service(folder, TEAM, "B=two\n").encrypted(folder + "/.env.production", STRAY, "B=two\n");
        keys(folder, STRAY);
        project.write("team (1).toml", project.read("envdrift.toml"));

        CliRun.Result result = project.cli()
                .run(
                        "decrypt",
                        folder + "/.env.production",
                        "--verify-vault",
                        "--allow-outside-root",
                        "-c",
                        "team (1).toml",
                        "--format",
                        format);

        assertThat(result.all())
                .contains("envdrift vault-push --allow-outside-root 'a (b); c' 'a (b); c-key' --env production"
                        + " -c 'team (1).toml'   (replaces");
    }

    private void keys(String folder, PrivateKey key) {
        project.write(folder + "/.env.keys", SampleProject.KEY_NAME + "=" + SampleProject.hex(key) + "\n");
    }

    private void git(String... arguments) {
        try {
            Process git = new ProcessBuilder(Stream.concat(Stream.of("git"), Stream.of(arguments))
                            .toList())
                    .directory(root.toFile())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(git.waitFor()).as(output).isZero();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

package io.envdrift.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Small inputs on which an earlier version gave way, each with its neighbours, through the command line. The others of the
 * same list are where their subject is: signals in {@code RunIT}, hooks in {@code HookTest}, files that {@code init} leaves
 * out in {@code InitTest}, owners in {@code FileInheritanceTest}, the vaults' answers in the tests of their providers.
 */
@DisabledOnOs(OS.WINDOWS)
class FoundCasesTest {
    private static final String KEY = SampleProject.hex(SampleProject.KEY);

    @TempDir
    Path root;

    private SampleProject project;

    @BeforeEach
    void makeAProject() {
        project = new SampleProject(root.resolve("main"));
    }

    /** Case k10a. The keys file beside the linked one is that of the file that the link leads to. */
    @ParameterizedTest
    @ValueSource(strings = {"get A -f .env", "decrypt --stdout .env", "diff .env ../main/.env"})
    void aWorktreeMayLinkTheEncryptedFileAndItsKeysFile(String command) throws IOException {
        project.encrypted(".env", SampleProject.KEY, "A=1\n").write(".env.keys", "DOTENV_PRIVATE_KEY=" + KEY + "\n");
        Path worktree = Files.createDirectories(root.resolve("worktree"));
        Files.createSymbolicLink(worktree.resolve(".env"), Path.of("../main/.env"));
        Files.createSymbolicLink(worktree.resolve(".env.keys"), Path.of("../main/.env.keys"));

        CliRun.Result result = new CliRun(worktree).run(command.split(" "));

        assertThat(result.exit()).as(result.all()).isZero();
        assertThat(result.err()).isEmpty();
    }

    /** Case k10a. What is written is named by its own path. */
    @ParameterizedTest
    @ValueSource(strings = {"encrypt .env", "decrypt .env", "set A 2 -f .env", "edit .env", "rotate .env"})
    void aLinkThatLeadsOutsideIsNotWrittenThrough(String command) throws IOException {
        project.encrypted(".env", SampleProject.KEY, "A=1\n").write(".env.keys", "DOTENV_PRIVATE_KEY=" + KEY + "\n");
        String before = project.read(".env");
        Path worktree = Files.createDirectories(root.resolve("worktree"));
        Files.createSymbolicLink(worktree.resolve(".env"), Path.of("../main/.env"));

        CliRun.Result result = new CliRun(worktree).run(command.split(" "));

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err())
                .contains("name the file itself: " + project.root.toRealPath().resolve(".env"));
        assertThat(project.read(".env")).isEqualTo(before);
    }

    /** Case k10c. */
    @ParameterizedTest
    @CsvSource({
        ".env, ''",
        ".env.production, _PRODUCTION",
        ".env.eu.prod, _EU_PROD",
    })
    void aKeyIsNamedAfterTheLinkAndNotItsTarget(String link, String suffix) throws IOException {
        project.write("conf/real.env", "A=1\n");
        Files.createSymbolicLink(project.root.resolve(link), Path.of("conf/real.env"));

        CliRun.Result result = project.cli().run("encrypt", link);

        assertThat(result.exit()).as(result.all()).isZero();
        assertThat(project.read("conf/real.env")).contains("DOTENV_PUBLIC_KEY" + suffix + "=");
        assertThat(project.read(".env.keys")).contains("DOTENV_PRIVATE_KEY" + suffix + "=");
    }

    /** Cases k4a and k4b. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "K=-----BEGIN X-----\r\nMIIEcanary\r\n-----END X-----\r\n",
                "K=\"-----BEGIN X-----\nMIIEcanary\n-----END X-----\n",
                "K=<<EOF\ncanary\nEOF\n",
                "K={\n  \"a\": \"canary\"\n}\n",
                "K: |\n  canary\n",
                "K=a\\\ncanary\n",
                "=canary\n",
                "MY KEY=canary\n",
                "export canary\n",
                "<<<<<<< HEAD\nA=canary\n||||||| 1a2b3c4\nA=0\n=======\nA=2\n>>>>>>> x\n",
                "A=1\nCANARYCANARYCANARY1234==\n",
                "A=pa#canary\n",
            })
    void textOutsideOfValuesIsRefusedByLineAndNeverShown(String text) {
        project.write(".env", text);

        for (String command : List.of("encrypt .env", "encrypt --check .env", "set OTHER - -f .env")) {
            CliRun.Result result = project.cli().input("x").run(command.split(" "));

            assertThat(result.exit()).as(command).isEqualTo(1);
            assertThat(result.err()).as(command).contains(".env: line ").doesNotContainIgnoringCase("canary");
        }
        assertThat(project.read(".env")).isEqualTo(text);
    }

    /** Case k4a: the last line of a PEM without quotes is an assignment for readers, and its name is key material. */
    @ParameterizedTest
    @ValueSource(strings = {"diff .env other", "diff .env other --format json", "__complete -- get Can"})
    void namesThatAreKeyMaterialAreNeverShown(String command) {
        project.write(".env", "K=-----BEGIN X-----\nMIIEcanary\nCanaryCanaryCanary1234==\n-----END X-----\n")
                .write("other", "K=1\n");

        CliRun.Result result = project.cli().run(command.split(" "));

        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.all()).doesNotContainIgnoringCase("canary");
        if (command.startsWith("diff")) {
            assertThat(result.out()).contains("K");
            assertThat(result.err()).contains("line 2: no reader takes this text");
        }
    }

    /** Case k6a. */
    @ParameterizedTest
    @ValueSource(strings = {"encrypted:hunter2", "encrypted:AAAA", "'encrypted:hunter2 x'"})
    void plaintextThatLooksEncryptedFailsEveryGate(String value) {
        project.service("app", SampleProject.KEY, "A=1\n");
        project.write("app/.env.production", project.read("app/.env.production") + "B=" + value + "\n")
                .write("app/.env.keys", SampleProject.KEY_NAME + "=" + KEY + "\n");

        for (String gate : List.of(
                "encrypt --check app/.env.production",
                "lock --check",
                "sync --verify --check-decryption --ci",
                "decrypt --verify-vault app/.env.production --ci -p local --secret app-key",
                "doctor",
                "status")) {
            CliRun.Result result = project.cli().run(gate.split(" "));

            assertThat(result.exit()).as(gate + "\n" + result.all()).isEqualTo(1);
            assertThat(result.all()).as(gate).contains("B").doesNotContain("hunter2");
        }
    }

    /** No key could open it, so that none is asked for. */
    @ParameterizedTest
    @ValueSource(strings = {"get B -f x.env", "decrypt x.env", "decrypt --stdout x.env", "run -f x.env -- true"})
    void cutCiphertextIsToldAsSuchWithoutAKey(String command) {
        project.write("x.env", "B=encrypted:AAAA\n");

        CliRun.Result result = project.cli().run(command.split(" "));

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err())
                .contains("x.env: could not decrypt B: it is no complete encrypted value")
                .doesNotContain("no private key");
    }

    /** A file of another tool is not called plaintext, by whatever command. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "decrypt app/.env.production",
                "decrypt --stdout app/.env.production",
                "get A -f app/.env.production",
                "run -f app/.env.production -- true",
                "encrypt app/.env.production",
                "pull --skip-sync",
                "lock --check"
            })
    void aFileOfSopsIsRefusedByItsName(String command) {
        String text = "A=ENC[AES256_GCM,data:x,iv:y,tag:z,type:str]\nsops_version=3.9.0\n";
        project.config(SampleProject.mapping("app")).write("app/.env.production", text);

        CliRun.Result result = project.cli().run(command.split(" "));

        assertThat(result.exit()).as(result.all()).isEqualTo(1);
        assertThat(result.all()).contains("SOPS", "sops first");
        assertThat(project.read("app/.env.production")).isEqualTo(text);
    }

    /** Cases k9a and k9c. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "\"KEY\", opens",
                "'KEY', opens",
                "DOTENV_PRIVATE_KEY_DEVELOPMENT=KEY, opens",
                "export DOTENV_PRIVATE_KEY_DEVELOPMENT=\"KEY\", opens",
                "` KEY `, opens",
                "`KEY,KEY`, opens",
                "\"KEY, it has quotes in it",
                "0xKEY, it begins with 0x",
                "null, it is the word null",
                "63, it has 63 hex digits",
                "encrypted:KEY, it is encrypted",
            })
    void aKeyInTheEnvironmentIsReadOrNamedAsMalformed(String value, String expected) {
        project.encrypted(".env.development", SampleProject.KEY, "A=secret\n");
        String given = value.equals("63") ? KEY.substring(1) : value.replace("KEY,KEY", KEY + "," + KEY);

        CliRun.Result result = project.cli()
                .env("DOTENV_PRIVATE_KEY_DEVELOPMENT", given.replaceFirst("KEY(?=[\"' ]|$)", KEY))
                .run("get", "A", "-f", ".env.development");

        if (expected.equals("opens")) {
            assertThat(result.out()).as(result.err()).isEqualTo("secret\n");
        } else {
            assertThat(result.exit()).isEqualTo(1);
            assertThat(result.err())
                    .contains("DOTENV_PRIVATE_KEY_DEVELOPMENT", expected)
                    .doesNotContain(KEY);
        }
    }

    /** Case k1b, with the keys of three files, one of them in a folder of its own. */
    @Test
    void allKeysReachTheVaultAndOpenTheFilesOfASecondMachine() throws IOException {
        Path shop = Files.createDirectories(root.resolve("shop"));
        SampleProject files = new SampleProject(shop);
        Files.delete(shop.resolve("team.vault"));
        Files.delete(shop.resolve("team.key"));
        for (String file : List.of(".env", ".env.production", "api/.env")) {
            files.write(file, "A=1\n");
            assertThat(files.cli().run("encrypt", file).exit()).isZero();
        }
        assertThat(files.cli().run("init", "--local-vault").exit()).isZero();

        CliRun.Result push = files.cli().run("vault-push", "--all");

        assertThat(push.exit()).as(push.all()).isZero();
        assertThat(push.out()).contains("Pushed: 3");
        assertThat(files.cli().run("vault-push", "--all").out())
                .contains("Skipped: 3")
                .contains("has it already");
        Files.delete(shop.resolve(".env.keys"));
        Files.delete(shop.resolve("api/.env.keys"));
        CliRun.Result sync = files.cli().run("sync", "--check-decryption", "--ci");
        assertThat(sync.exit()).as(sync.all()).isZero();
        assertThat(sync.out()).contains("Passed: 3");
    }

    /** As in a work tree of somebody else, for which git asks for the user's word first. */
    @Test
    void whereGitDoesNotAnswerNothingIsTakenForIgnoredOrForChecked() throws Exception {
        assumeThat(new ProcessBuilder("git", "--version").start().waitFor()).isZero();
        Path shop = Files.createDirectories(root.resolve("shop"));
        Files.writeString(shop.resolve(".git"), "gitdir: nowhere\n");
        Files.writeString(shop.resolve(".env.production"), "A=1\n");

        CliRun.Result init = new CliRun(shop).run("init", "--local-vault");

        assertThat(init.out()).contains("Wrote envdrift.toml with 1 mapping(s)");
        assertThat(shop.resolve(".gitignore")).content().contains(".env.keys*", "team.vault.key");
        for (String option : List.of("--run", "--install")) {
            CliRun.Result hook = new CliRun(shop).run("hook", option);

            assertThat(hook.exit()).as(option).isEqualTo(1);
            assertThat(hook.err()).contains("git cannot ", "nowhere");
        }
    }

    /** What one vault refuses is told once, and the rows say that they are concerned. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "status",
                "doctor",
                "sync",
                "sync --verify --ci",
                "pull",
                "lock --verify-vault",
                "lock --sync-keys --force",
                "vault-push --all"
            })
    void oneFaultOfOneVaultIsToldOnce(String command) throws IOException {
        project.service("a", SampleProject.KEY, "A=1\n").service("b", SampleProject.KEY, "A=1\n");
        project.write("a/.env.keys", SampleProject.KEY_NAME + "=" + KEY + "\n")
                .write("b/.env.keys", SampleProject.KEY_NAME + "=" + KEY + "\n");
        Files.delete(project.root.resolve("team.key"));

        CliRun.Result result = project.cli().run(command.split(" "));

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.all()).containsOnlyOnce("Cannot read the key file").doesNotContain("keys do not match");
        if (!command.equals("doctor")) {
            assertThat(result.out()).containsOnlyOnce("the same as above");
        }
    }

    @Test
    void commentsNameTheFileThatTheEnvironmentUsuallyHas() {
        project.config(SampleProject.mapping(".") + "env_file = \"postgresql.env\"\n");
        project.write("postgresql.env", "A=1\n");

        assertThat(project.cli().run("lock", "--force").exit()).isZero();

        assertThat(project.read("postgresql.env")).contains("\n# .env.production\n");
        assertThat(project.read(".env.keys")).contains("\n# .env.production\n");
    }

    @Test
    void aLinkedIgnoreFileIsNotTouchedAndTheLineIsTold() throws Exception {
        assumeThat(new ProcessBuilder("git", "init", "-q", project.root.toString())
                        .start()
                        .waitFor())
                .isZero();
        project.config(SampleProject.mapping(".")).write(".env.production", "A=1\n");
        Path elsewhere = Files.writeString(root.resolve("ignore"), "x\n");
        Files.createSymbolicLink(project.root.resolve(".gitignore"), elsewhere);

        CliRun.Result push = project.cli().run("vault-push", "--all", "--encrypt");

        assertThat(push.exit()).as(push.all()).isZero();
        assertThat(push.err()).contains(".gitignore is a link", "add the line .env.keys*");
        assertThat(elsewhere).content().isEqualTo("x\n");
    }
}

package io.envdrift.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a repository and what the user may name, through whole commands. */
class PathRuleTest {
    private static final String KEYS = SampleProject.KEY_NAME + "=" + SampleProject.hex(SampleProject.KEY) + "\n";

    @TempDir
    Path temporary;

    private Path base;
    private SampleProject project;

    @BeforeEach
    void makeAProject() throws IOException {
        base = temporary.toRealPath();
        project = new SampleProject(base.resolve("project")).service("app", SampleProject.KEY, "A=one\n");
    }

    private void outside(String more) {
        project.write("../other/.env.production", project.read("app/.env.production"));
        project.config("[vault.sync]\nallow_outside_root = true\n[[vault.sync.mappings]]\nsecret_name = \"app-key\"\n"
                + "folder_path = \"../other\"\n" + more);
    }

    @Test
    void SEC_A1_aFolderOutsideNeedsTheUsersWord() throws IOException {
        outside("");
        CliRun.Result refused = project.cli().run("sync", "--force");
        assertThat(refused.exit()).as(refused.all()).isEqualTo(1);
        assertThat(refused.all()).contains("allow_outside_root counts only with your own word");
        assertThat(base.resolve("other/.env.keys")).doesNotExist();

        assertThat(project.cli().run("sync", "--allow-outside-root").exit()).isZero();
        assertThat(base.resolve("other/.env.keys")).exists();
        Files.delete(base.resolve("other/.env.keys"));
        assertThat(project.cli()
                        .env("ENVDRIFT_ALLOW_OUTSIDE_ROOT", "1")
                        .run("sync")
                        .exit())
                .isZero();
        assertThat(project.cli()
                        .env("ENVDRIFT_ALLOW_OUTSIDE_ROOT", "0")
                        .run("sync")
                        .exit())
                .isEqualTo(1);
    }

    @Test
    void SEC_A1_trustOfAConfigurationCoversItsPathAndAllOfIt() throws IOException {
        outside("");
        assertThat(project.cli().run("trust", "--config", "envdrift.toml").exit())
                .isZero();
        assertThat(project.cli().run("sync").exit()).isZero();
        String trusted = project.read("envdrift.toml");
        project.write("envdrift.toml", trusted + "# more\n");
        assertThat(project.cli().run("sync").exit()).isEqualTo(1);
        project.write("envdrift.toml", trusted);
        assertThat(project.cli().run("sync").exit()).isZero();
        Files.move(project.root.resolve("envdrift.toml"), project.root.resolve("moved.toml"));
        assertThat(project.cli().run("sync", "-c", "moved.toml").exit()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "main.py, print(1), false",
        "main.py, '', true",
        ".env, OLD=1, true",
        ".env.local, OLD=1, true",
        "app.conf, OLD=1, false",
        ".env.local, DOTENV_PRIVATE_KEY=x, false",
        ".env.staging, 'A=\"encrypted:BE\"', false"
    })
    void SEC_A1_anActivatedCopyReplacesOnlyWhatItMay(String target, String there, boolean replaced) throws IOException {
        project.write(
                "envdrift.toml",
                project.read("envdrift.toml") + "profile = \"p\"\nenvironment = \"production\"\nactivate_to = \""
                        + target + "\"\n");
        project.write("app/" + target, there);
        CliRun.Result pull = project.cli().run("pull", "--profile", "p");
        assertThat(pull.exit()).as(pull.all()).isEqualTo(replaced ? 0 : 1);
        if (replaced) {
            assertThat(project.read("app/" + target)).contains("A=");
            // What was written before is replaced again.
            project.write("app/.env.production", project.read("app/.env.production") + "B=two\n");
            assertThat(project.cli().run("pull", "--profile", "p").exit()).isZero();
            assertThat(project.read("app/" + target)).contains("B=two");
        } else {
            assertThat(project.read("app/" + target)).isEqualTo(there);
        }
    }

    @Test
    void SEC_A6_theNameOfTheLockIsNoKeysFile() {
        project.write(
                "envdrift.toml",
                project.read("envdrift.toml")
                        .replace("[[", "[vault.sync]\nenv_keys_filename = \".env.keys.lock\"\n[["));
        CliRun.Result sync = project.cli().run("sync", "--force");
        assertThat(sync.exit()).as(sync.all()).isEqualTo(1);
        assertThat(sync.all()).contains("envdrift makes and removes files of this name by itself");
    }

    @Test
    void SEC_A8_noKeyIsWrittenToATrackedFileThatHoldsNone() throws Exception {
        assumeTrue(git("init", "-q") == 0, "there is no git");
        project.write("app/.env.keys", "# ours\n");
        assertThat(git("add", "-f", "app/.env.keys")).isZero();
        for (String command : new String[] {"sync --force", "vault-pull app app-key --env production"}) {
            CliRun.Result result = project.cli().run(command.split(" "));
            assertThat(result.exit()).as(result.all()).isEqualTo(1);
            assertThat(result.all()).contains("git tracks it and it holds no key yet");
            assertThat(project.read("app/.env.keys")).isEqualTo("# ours\n");
        }
    }

    @Test
    void SEC_A15_patternsAndNamesThatWouldCostMinutesAreRefused() {
        String pattern = "\"" + "*a".repeat(499) + "b\"";
        project.write(
                "envdrift.toml",
                project.read("envdrift.toml") + "[encryption]\nplain_keys = [" + (pattern + ",").repeat(100) + "]\n");
        assertThat(project.cli().run("lock", "--check").all()).contains("longer than 10000 characters");
        for (String table : new String[] {"encryption]\nplain_keys", "hook]\nallow"}) {
            project.config("[" + table + " = [\"" + "*a".repeat(501) + "\"]\n");
            CliRun.Result refused = project.cli().run("lock", "--check");
            assertThat(refused.exit()).isEqualTo(1);
            assertThat(refused.err()).contains("envdrift.toml", "has a pattern of more than 1000 characters");
        }
        project.config("[[vault.sync.mappings]]\nsecret_name = \"app-key\"\nfolder_path = \"app\"\n"
                + "[encryption]\nplain_keys = [" + (pattern + ",").repeat(10) + "]\n");
        project.write("app/.env.production", ("a".repeat(5_000) + "=1\n").repeat(200));
        CliRun.Result check = project.cli().run("lock", "--check");
        assertThat(check.exit()).isEqualTo(1);
        assertThat(check.all()).contains("too long and too many");
    }

    /** Case k10a. */
    @Test
    void aLinkToTheOutsideIsReadOnlyWhenTheUserNamesIt() throws IOException {
        Path wt = Files.createDirectories(base.resolve("wt"));
        Files.createDirectories(base.resolve("main"));
        Files.writeString(base.resolve("main/.env"), "A=1\n");
        Files.createSymbolicLink(wt.resolve(".env"), base.resolve("main/.env"));
        CliRun.Result refused = new CliRun(wt).run("get", "A");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("-f .env");
        assertThat(new CliRun(wt).run("run", "--", "true").exit()).isEqualTo(1);
        assertThat(new CliRun(wt).run("get", "A", "-f", ".env").out()).isEqualTo("1\n");
        assertThat(new CliRun(wt).run("get", "A", "-f", "../main/.env").out()).isEqualTo("1\n");
    }

    /** Case k10c. */
    @Test
    void aKeyIsNamedAfterTheNameThatWasGiven() throws IOException {
        project.write("real.env", "A=1\n");
        Files.createSymbolicLink(project.root.resolve(".env"), Path.of("real.env"));
        CliRun.Result encrypt = project.cli().run("encrypt", ".env");
        assertThat(encrypt.exit()).as(encrypt.all()).isZero();
        assertThat(project.read("real.env")).contains("DOTENV_PUBLIC_KEY=");
        assertThat(project.read(".env.keys")).contains("DOTENV_PRIVATE_KEY=");
        assertThat(Files.isSymbolicLink(project.root.resolve(".env"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"get A -f pipe", "decrypt pipe --stdout", "diff pipe .env"})
    void aPipeThatTheUserNamesIsReadOnce(String command) throws Exception {
        Path pipe = project.root.resolve("pipe");
        assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0, "there is no mkfifo");
        project.write(".env", "A=1\n");
        Thread writer = Thread.ofPlatform().daemon().start(() -> {
            try {
                Files.writeString(pipe, "A=1\n");
            } catch (IOException e) {
                return;
            }
        });
        CliRun.Result result = project.cli().run(command.split(" "));
        assertThat(result.exit()).as(result.all()).isZero();
        writer.join();
    }

    @Test
    void aKeysFileThatLinksShareIsOneFileForAllServices() throws IOException {
        project.service("web", SampleProject.KEY, "B=two\n");
        project.write(".env.keys", "# shared\n");
        for (String service : new String[] {"app", "web"}) {
            Files.createSymbolicLink(project.root.resolve(service + "/.env.keys"), Path.of("../.env.keys"));
        }
        CliRun.Result pull = project.cli().run("pull");
        assertThat(pull.all()).contains(".env.keys");
        assertThat(Files.isSymbolicLink(project.root.resolve("app/.env.keys"))).isTrue();
        assertThat(project.read(".env.keys")).startsWith("# shared\n").contains(KEYS.strip());
    }

    private int git(String... arguments) throws IOException, InterruptedException {
        String[] command = new String[arguments.length + 1];
        command[0] = "git";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        Process process =
                new ProcessBuilder(command).directory(project.root.toFile()).start();
        return process.waitFor(60, TimeUnit.SECONDS) ? process.exitValue() : -1;
    }
}

package io.envdrift.cli.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.cli.CliRun;
import io.envdrift.cli.SampleProject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text of a repository or a vault is never run, and never becomes a line, a header or an argument of its own. */
class InjectionIncidentsTest {
    private static final String KEYS = "app/.env.keys";

    @TempDir
    Path root;

    private SampleProject project;
    private Path proof;

    @BeforeEach
    void aService() {
        proof = root.resolve("command-was-run");
        project = new SampleProject(root.resolve("project"))
                .service("app", SampleProject.KEY, "A='$(touch " + proof + ")'\nB=`touch " + proof + "`\nC=$A\n")
                .write(KEYS, SampleProject.KEY_NAME + "=" + SampleProject.hex(SampleProject.KEY) + "\n");
    }

    /** Command substitution in an env file is text here: dotenvx runs it; elastic/cli#242 and crabbox#406 ran project files. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "pull",
                "lock",
                "sync --check-decryption",
                "get C -f app/.env.production",
                "decrypt app/.env.production",
                "run -f app/.env.production -- sh -c :"
            })
    void dotenvx_elastic242_crabbox406_noCommandOfAnEnvFileIsRun(String command) {
        CliRun.Result result = project.cli().run(command.split(" "));

        assertThat(result.exit()).as(result.all()).isZero();
        assertThat(proof).doesNotExist();
    }

    /** Git runs what its configuration names; only {@code cat-file} with fsmonitor switched off is called. */
    @ParameterizedTest
    @ValueSource(strings = {"lock --force", "pull", "sync", "encrypt app/.env.production"})
    void crabbox406_noCommandOfARepositorysGitConfigurationIsRun(String command) throws Exception {
        for (String[] line : List.of(
                new String[] {"init", "-q"},
                new String[] {"add", "-A"},
                new String[] {"-c", "user.name=t", "-c", "user.email=t@example.test", "commit", "-qm", "x"},
                new String[] {"config", "core.fsmonitor", "touch " + proof},
                new String[] {"config", "core.sshCommand", "touch " + proof},
                new String[] {"config", "diff.external", "touch " + proof},
                new String[] {"config", "core.pager", "touch " + proof},
                new String[] {"config", "filter.x.clean", "touch " + proof},
                new String[] {"config", "filter.x.smudge", "touch " + proof})) {
            git(line);
        }
        project.write(".gitattributes", "* filter=x\n");

        CliRun.Result result = project.cli().run(command.split(" "));

        assertThat(result.exit()).as(result.all()).isZero();
        assertThat(proof).doesNotExist();
    }

    /** Gentoo bug 955439: a plugin's name with a path in it ran a program of the attacker's choice. */
    @ParameterizedTest
    @ValueSource(strings = {"../../evil", "/bin/sh", "local/../aws", "io.envdrift.Evil", "LOCAL"})
    void gentoo955439_aProvidersNameIsLookedUpInAListAndNowhereElse(String name) {
        project.write("envdrift.toml", project.read("envdrift.toml").replace("\"local\"", "\"" + name + "\""));

        CliRun.Result result = project.cli().run("sync", "--ci");

        assertThat(result.exit()).as(result.all()).isEqualTo(1);
        assertThat(result.all()).doesNotContain("Exception").contains("provider");
    }

    /** Delimiters in values: a push option at GitHub, a newline in git's credential protocol. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "abc\nDOTENV_PRIVATE_KEY_EVIL=def",
                "abc\rDOTENV_PRIVATE_KEY_EVIL=def",
                "abc;DOTENV_PRIVATE_KEY_EVIL=def",
                "abc\0def",
                "\ufeffabc",
                "abc\u2028DOTENV_PRIVATE_KEY_EVIL=def",
                "abc\" DOTENV_PRIVATE_KEY_EVIL=\"def",
                "abc #def",
                "$(touch x)",
                "DOTENV_PRIVATE_KEY_PRODUCTION=DOTENV_PRIVATE_KEY_EVIL=def"
            })
    void cve_2026_3854_cve_2020_5260_aVaultsValueAddsNoLineToTheKeysFile(String value) {
        project.secret("app-key", value);
        String before = project.read(KEYS);

        CliRun.Result result = project.cli().run("sync", "--force", "--ci");

        assertThat(result.exit()).as(result.all()).isEqualTo(1);
        assertThat(project.read(KEYS)).isEqualTo(before);
        assertThat(result.all()).contains("key material").doesNotContain("=def");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\\nDOTENV_PRIVATE_KEY_EVIL=1", "a b", "a=b", "a;b", "../a", "a\\u0000"})
    void cve_2020_5260_anEnvironmentsNameAddsNoLineToTheKeysFile(String environment) {
        project.write("envdrift.toml", project.read("envdrift.toml") + "environment = \"" + environment + "\"\n");
        String before = project.read(KEYS);

        CliRun.Result result = project.cli().run("sync", "--force", "--ci");

        assertThat(result.exit()).as(result.all()).isEqualTo(1);
        assertThat(result.all()).contains("environment").doesNotContain("Exception");
        assertThat(project.read(KEYS)).isEqualTo(before);
    }

    /** A NUL would cut a value short on its way through {@code execve}. */
    @Test
    void cve_2026_3854_aValueWithNulIsGivenToNoChild() {
        project.encrypted("nul/.env", SampleProject.KEY, "A=\"one\0two\"\n")
                .write("nul/.env.keys", "DOTENV_PRIVATE_KEY=" + SampleProject.hex(SampleProject.KEY) + "\n");

        CliRun.Result result = project.cli().run("run", "-f", "nul/.env", "--", "touch", proof.toString());

        assertThat(result.exit()).as(result.all()).isEqualTo(1);
        assertThat(result.all()).doesNotContain("Exception");
        assertThat(proof).doesNotExist();
    }

    /** Jenkins CLI showed lines of any file that an argument named with {@code @}. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "sync",
                "pull",
                "lock",
                "encrypt",
                "decrypt",
                "get",
                "run --",
                "rotate",
                "set",
                "diff x",
                "vault-push",
                "vault-pull",
                "init",
                "trust",
                "version"
            })
    void cve_2024_23897_noArgumentIsReadAsAFileOfArguments(String command) throws Exception {
        Path file = Files.writeString(project.root.resolve("secrets"), "--canary-7d31c9 canary-7d31c9\n");

        CliRun.Result result = project.cli().run((command + " @" + file).split(" "));

        assertThat(result.exit()).as(result.all()).isNotZero();
        assertThat(result.all()).doesNotContain("canary-7d31c9");
    }

    private void git(String... arguments) throws Exception {
        String[] command = new String[arguments.length + 1];
        command[0] = "git";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        Process git = new ProcessBuilder(command)
                .directory(project.root.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(git.waitFor()).as(output).isZero();
    }
}

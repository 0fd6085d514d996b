package io.envdrift.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code encrypt} on the file of a mapping: no second key where the vault, a header or a local line says otherwise. */
class EncryptMappedTest {
    private static final String FILE = "app/.env.production";

    @TempDir
    private Path root;

    private SampleProject project;

    @BeforeEach
    void aMappingWithPlaintext() {
        project = new SampleProject(root).write(FILE, "A=one\n").config(SampleProject.mapping("app"));
    }

    @ParameterizedTest(name = "vault {0}, keys file {1}: exit {2}, {3}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
        -       | -    | 0 | made a new key
        1       | -    | 1 | the vault has its key
        1,2     | -    | 1 | the vault has its key
        not one | -    | 1 | whether the vault has one is not known
        1       | 1    | 0 | Encrypted
        -       | junk | 1 | is no dotenvx private key
        1       | junk | 1 | is no dotenvx private key
        """)
    void aKeyIsMadeOnlyWhereThereIsNone(String vault, String keys, int exit, String text) {
        if (vault != null) {
            project.secret("app-key", vault.replace("1", "1".repeat(64)).replace("2", "2".repeat(64)));
        }
        if (keys != null) {
            project.write("app/.env.keys", SampleProject.KEY_NAME + "=" + keys.replace("1", "1".repeat(64)) + "\n");
        }

        CliRun.Result result = project.cli().run("encrypt", FILE);

        assertThat(result.exit()).as(result.all()).isEqualTo(exit);
        assertThat(result.all()).contains(text);
        assertThat(project.read(FILE).contains("A=one")).isEqualTo(exit == 1);
    }

    /** {@code set} would make a key as well. */
    @ParameterizedTest(name = "vault {0}, keys file {1}: exit {2}, {3}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
        -       | -    | 0 | made a new key
        1       | -    | 1 | the vault has its key
        not one | -    | 1 | whether the vault has one is not known
        1       | 1    | 0 | Changed A
        1       | junk | 1 | is no dotenvx private key
        """)
    void settingAValueMakesAKeyOnlyWhereThereIsNone(String vault, String keys, int exit, String text) {
        if (vault != null) {
            project.secret("app-key", vault.replace("1", "1".repeat(64)));
        }
        if (keys != null) {
            project.write("app/.env.keys", SampleProject.KEY_NAME + "=" + keys.replace("1", "1".repeat(64)) + "\n");
        }

        CliRun.Result result = project.cli().input("two").run("set", "A", "-", "-f", FILE);

        assertThat(result.exit()).as(result.all()).isEqualTo(exit);
        assertThat(result.all()).contains(text);
        assertThat(project.read(FILE).equals("A=one\n")).isEqualTo(exit == 1);
    }

    @ParameterizedTest(name = "keys file {0}: exit {1}, {2}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
        -    | 0 | and encrypted 1 value(s) afresh; no private key was at hand
        1    | 0 | Encrypted
        2    | 1 | does not derive the file's public key
        junk | 1 | is no dotenvx private key
        null | 1 | is no dotenvx private key
        """)
    void aHeaderIsContradictedByNoLocalLine(String keys, int exit, String text) {
        project.encrypted(FILE, SampleProject.KEY, "A=one\n");
        project.write(FILE, project.read(FILE) + "NEW=leak\n");
        if (keys != null) {
            String value = keys.length() == 1 ? keys.repeat(64) : keys;
            project.write("app/.env.keys", SampleProject.KEY_NAME + "=" + value + "\n");
        }

        CliRun.Result result = project.cli().run("encrypt", FILE);

        assertThat(result.exit()).as(result.all()).isEqualTo(exit);
        assertThat(result.all()).contains(text);
        assertThat(project.read(FILE).contains("NEW=leak")).isEqualTo(exit == 1);
    }

    @Test
    void anEphemeralMappingGetsTheVaultsKeyAndNoKeysFile() {
        project.secret("app-key", SampleProject.hex(SampleProject.KEY));
        project.write("envdrift.toml", project.read("envdrift.toml") + "ephemeral_keys = true\n");

        CliRun.Result result = project.cli().run("encrypt", FILE);

        assertThat(result.exit()).as(result.all()).isZero();
        assertThat(root.resolve("app/.env.keys")).doesNotExist();
        assertThat(project.cli().run("get", "A", "-f", FILE).out()).isEqualTo("one\n");
    }

    @Test
    void theVersionThatGitKnowsHasAKeyToo() throws Exception {
        project.encrypted(FILE, SampleProject.KEY, "A=one\n");
        assumeThat(git("init", "-q")).as("git is needed").isZero();
        git("add", FILE);
        project.write(FILE, "A=two\n");

        CliRun.Result result = project.cli().run("encrypt", FILE);

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.all()).contains("git's version of the file has a key");
    }

    @ParameterizedTest(name = "smart_encryption = {0}")
    @CsvSource({"true, true", "false, false"})
    void smartEncryptionKeepsTheCiphertextOfValuesThatDidNotChange(boolean smart, boolean same) throws Exception {
        project.encrypted(FILE, SampleProject.KEY, "A=one\nB=two\n");
        project.write("app/.env.keys", SampleProject.KEY_NAME + "=" + SampleProject.hex(SampleProject.KEY) + "\n");
        project.write(
                "envdrift.toml", project.read("envdrift.toml") + "[encryption]\nsmart_encryption = " + smart + "\n");
        assumeThat(git("init", "-q")).as("git is needed").isZero();
        git("add", FILE);
        String before = project.read(FILE);
        assertThat(project.cli().run("decrypt", FILE).exit()).isZero();

        assertThat(project.cli().run("encrypt", FILE).exit()).isZero();

        assertThat(project.read(FILE).equals(before)).isEqualTo(same);
    }

    private int git(String... arguments) throws Exception {
        String[] command = new String[arguments.length + 1];
        command[0] = "git";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return new ProcessBuilder(command).directory(root.toFile()).start().waitFor();
    }
}

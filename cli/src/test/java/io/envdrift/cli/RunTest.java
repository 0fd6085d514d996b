package io.envdrift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.process.ChildEnvironment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code run} gives to a child, and when it starts none. */
class RunTest {
    @TempDir
    Path root;

    private final List<ChildEnvironment> given = new ArrayList<>();
    private final List<String> command = new ArrayList<>();

    @Test
    void theChildGetsDecryptedAndExpandedValuesAndItsStatusIsOurs() {
        new SampleProject(root)
                .encrypted(".env.production", SampleProject.KEY, "A=one\nB=\"${A} and two\"\nC='${A}'\n")
                .write(".env.keys", keyLine());

        CliRun.Result result = run("run", "-e", "production", "--", "server", "--port", "1", "--", "x");

        assertThat(result.exit()).as(result.all()).isEqualTo(42);
        assertThat(command).containsExactly("server", "--port", "1", "--", "x");
        assertThat(given.getFirst().set())
                .containsEntry("A", "one")
                .containsEntry("B", "one and two")
                .containsEntry("C", "${A}");
        assertThat(result.all()).isEmpty();
    }

    @Test
    void optionsOfTheCommandNeedNoDashes() {
        new SampleProject(root).write(".env", "A=1\n");

        assertThat(run("run", "server", "-p", "8080", "--watch").exit()).isEqualTo(42);
        assertThat(command).containsExactly("server", "-p", "8080", "--watch");
    }

    @ParameterizedTest(name = "override {0}: A is {1}")
    @CsvSource({"false, process, process/file", "true, file, file/file"})
    void theProcessEnvironmentWinsUnlessOverridden(boolean override, String a, String b) {
        new SampleProject(root).write(".env", "A=file\nB=${A}/${D:-file}\n");
        CliRun cli = cli().env("A", "process");

        CliRun.Result result = override ? cli.run("run", "--override", "--", "c") : cli.run("run", "--", "c");

        assertThat(result.exit()).isEqualTo(42);
        assertThat(given.getFirst().set()).containsEntry("A", a).containsEntry("B", b);
    }

    @Test
    void keysNeverReachTheChildUnderAnyName() {
        new SampleProject(root)
                .encrypted(".env", SampleProject.KEY, "A=${DOTENV_PRIVATE_KEY}${DOTENV_KEY}.\nDOTENV_KEY=x\n");

        CliRun.Result result = cli().env("DOTENV_PRIVATE_KEY", SampleProject.hex(SampleProject.KEY))
                .env("DOTENV_PRIVATE_KEY_CI", "any")
                .env("DOTENV_KEY", "dotenv://x")
                .run("run", "--", "c");

        assertThat(result.exit()).as(result.all()).isEqualTo(42);
        assertThat(given.getFirst().removed())
                .containsExactlyInAnyOrder("DOTENV_PRIVATE_KEY", "DOTENV_PRIVATE_KEY_CI", "DOTENV_KEY");
        assertThat(given.getFirst().set()).containsEntry("A", ".").doesNotContainKey("DOTENV_KEY");
    }

    /** SEC-A9: a line of an env file decides what code the command runs. */
    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        LD_PRELOAD            | ./evil.so
        LD_LIBRARY_PATH       | .
        LD_AUDIT              | x
        LD_                   | x
        DYLD_INSERT_LIBRARIES | x
        BASH_ENV              | x
        ENV                   | ./x
        ENV                   | $(x)
        ENV                   | `x`
        SHELLOPTS             | xtrace
        PS4                   | $(x)
        GCONV_PATH            | .
        ZDOTDIR               | .
        """)
    void SEC_A9_aVariableThatLoadsCodeIsRefusedUnlessAllowedByItsName(String name, String value) {
        new SampleProject(root).write(".env", name + "='" + value + "'\n");

        CliRun.Result refused = run("run", "--allow", name + "X", "--", "c");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains(name + " would load code").contains("--allow " + name);
        assertThat(command).isEmpty();

        assertThat(run("run", "--allow", name, "--allow", "OTHER", "--", "c").exit())
                .isEqualTo(42);
        assertThat(given.getFirst().set()).containsEntry(name, value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NODE_OPTIONS",
                "JAVA_TOOL_OPTIONS",
                "PYTHONSTARTUP",
                "PERL5OPT",
                "RUBYOPT",
                "GIT_SSH_COMMAND",
                "PATH",
                "IFS",
                "_JAVA_OPTIONS",
                "PYTHONPATH",
                "OPENSSL_CONF"
            })
    void aVariableThatCanLoadCodeIsWarnedOfUnlessAllowed(String name) {
        new SampleProject(root).write(".env", name + "=x\n");

        CliRun.Result warned = run("run", "--", "c");
        assertThat(warned.exit()).isEqualTo(42);
        assertThat(warned.err()).contains(name + " comes from an env file");
        assertThat(run("run", "--allow", name, "--", "c").all()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ENV=production", "ENVIRONMENT=/x", "LDFLAGS=-lm", "BASH_ENVY=./x", "LIBPATH=/x", "PS4=+"})
    void ordinaryVariablesAreNeitherRefusedNorWarnedOf(String line) {
        new SampleProject(root).write(".env", line + "\n");

        assertThat(run("run", "--", "c").exit()).isEqualTo(42);
        assertThat(run("run", "--", "c").all()).isEmpty();
    }

    /** SEC-A15: a file of a stranger cannot fill the log of a build. */
    @Test
    void SEC_A15_thousandsOfOddLinesAreToldInAHundred() {
        new SampleProject(root).write(".env", "A=1\n" + "no assignment\n".repeat(3000));

        CliRun.Result result = run("run", "--", "c");

        assertThat(result.exit()).isEqualTo(42);
        assertThat(result.err().lines()).hasSize(101).last().asString().contains("and 2900 more such places");
    }

    @Test
    void whatTheUserHasSetHimselfIsNoBusinessOfTheFile() {
        new SampleProject(root).write(".env", "LD_PRELOAD=evil\nPATH=evil\n");
        CliRun cli = cli().env("LD_PRELOAD", "own").env("PATH", "own");

        assertThat(cli.run("run", "--", "c").exit()).isEqualTo(42);
        assertThat(cli.run("run", "--override", "--", "c").exit()).isEqualTo(1);
    }

    /** SEC-A10: the child has no use for what opens the vault. */
    @Test
    void SEC_A10_envdriftsOwnSecretsAreKeptFromTheChild() {
        new SampleProject(root).write(".env", "A=${ENVDRIFT_LOCAL_PASSPHRASE}.\nENVSYNC_PASS_X=y\n");

        CliRun.Result result = cli().env("ENVDRIFT_LOCAL_PASSPHRASE", "p")
                .env("ENVDRIFT_REPORT_TOKEN", "p")
                .env("ENVSYNC_PASS", "p")
                .env("ENVSYNC_PASSPHRASE", "p")
                .env("VAULT_KEY", "the application's own")
                .run("run", "--", "c");

        assertThat(result.exit()).as(result.all()).isEqualTo(42);
        assertThat(given.getFirst().removed())
                .containsExactlyInAnyOrder(
                        "ENVDRIFT_LOCAL_PASSPHRASE", "ENVDRIFT_REPORT_TOKEN", "ENVSYNC_PASS", "ENVSYNC_PASSPHRASE");
        assertThat(given.getFirst().set()).containsOnly(Map.entry("A", "."));
    }

    @Test
    void laterFilesWin() {
        new SampleProject(root).write("a", "A=1\nB=1\n").write("b", "B=2\nC=${A}\n");

        assertThat(run("run", "-f", "a", "-f", "b", "--", "c").exit()).isEqualTo(42);
        assertThat(given.getFirst().set()).isEqualTo(Map.of("A", "1", "B", "2", "C", "1"));
    }

    @Test
    void anEphemeralMappingIsOpenedWithTheVaultsKeyAndNoFileIsWritten() {
        SampleProject project = ephemeral();

        CliRun.Result result = run("run", "-e", "production", "--", "c");

        assertThat(result.exit()).as(result.all()).isEqualTo(42);
        assertThat(given.getFirst().set()).containsEntry("A", "one");
        assertThat(project.root.resolve(".env.keys")).doesNotExist();
    }

    @Test
    void anEphemeralMappingHasNoFallbackToLocalKeys() {
        ephemeral().secret("app-key", SampleProject.hex(SampleProject.OTHER)).write(".env.keys", keyLine());

        assertNotStarted(run("run", "--", "c"), "could not decrypt A");
    }

    @Test
    void aProfileChoosesItsMapping() {
        ephemeral()
                .encrypted(".env.local", SampleProject.OTHER, "A=local\n")
                .write(".env.keys", "DOTENV_PRIVATE_KEY_LOCAL=" + SampleProject.hex(SampleProject.OTHER) + "\n");

        assertThat(run("run", "--profile", "local", "--", "c").exit()).isEqualTo(42);
        assertThat(given.getFirst().set()).containsEntry("A", "local");
        assertNotStarted(run("run", "--profile", "nobody", "--", "c"), "belongs to profile 'nobody'", 1);
    }

    @ParameterizedTest(name = "{0} starts nothing: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        A=encrypted:AAAA             | it is no complete encrypted value
        A="x"\\nB=encrypted:           | could not decrypt B
        A="a\\u0000b"                | holds a NUL character
        """)
    void whatCannotBeGivenStartsNoChild(String text, String reason) {
        new SampleProject(root)
                .write(".env", text.replace("\\n", "\n").replace("\\u0000", "\0") + "\n")
                .write(".env.keys", keyLine());

        assertNotStarted(run("run", "--", "c"), reason);
    }

    @Test
    void aForeignKeyStartsNoChild() {
        new SampleProject(root)
                .encrypted(".env", SampleProject.KEY, "A=1\n")
                .write(".env.keys", "DOTENV_PRIVATE_KEY=" + SampleProject.hex(SampleProject.OTHER) + "\n");

        assertNotStarted(run("run", "--", "c"), "could not decrypt A");
    }

    @Test
    void ciphertextOfTheProcessEnvironmentIsNotPassedOn() {
        new SampleProject(root).write(".env", "A=plain\n");

        assertNotStarted(cli().env("A", "encrypted:x").run("run", "--", "c"), "A would still be ciphertext");
    }

    @Test
    void aValueThatOnlyBeginsLikeCiphertextIsGivenAsItWasSet() {
        new SampleProject(root)
                .encrypted(".env", SampleProject.KEY, "A=1\n")
                .write(".env.keys", "DOTENV_PRIVATE_KEY=" + SampleProject.hex(SampleProject.KEY) + "\n");
        assertThat(cli().input("encrypted:abc").run("set", "A", "-").exit()).isZero();

        assertThat(run("get", "A").out()).isEqualTo("encrypted:abc\n");
        run("run", "--", "c");

        assertThat(given.getFirst().set()).containsEntry("A", "encrypted:abc");
    }

    @Test
    void usageIsChecked() {
        new SampleProject(root).write(".env", "A=1\n");

        assertThat(run("run").exit()).isEqualTo(2);
        assertThat(run("run", "-f", ".env", "-e", "x", "--", "c").exit()).isEqualTo(2);
        assertNotStarted(run("run", "-e", "nowhere", "--", "c"), "File not found");
    }

    @Test
    void aMissingCommandIs127InOneLine() {
        new SampleProject(root).write(".env", "A=1\n");

        CliRun.Result result = new CliRun(root).run("run", "--", "no-such-command-anywhere");

        assertThat(result.exit()).isEqualTo(127);
        assertThat(result.err()).startsWith("[ERROR] Command not found: no-such-command-anywhere\n");
        CliRun.Result asJson = new CliRun(root).run("run", "--format", "json", "--", "no-such-command-anywhere");
        assertThat(asJson.exit()).isEqualTo(127);
        assertThat(asJson.out()).contains("\"exitCode\":127,\"ok\":false");
    }

    private SampleProject ephemeral() {
        return new SampleProject(root)
                .encrypted(".env.production", SampleProject.KEY, "A=one\n")
                .secret("app-key", SampleProject.hex(SampleProject.KEY))
                .config("""
                    [[vault.sync.mappings]]
                    secret_name = "app-key"
                    folder_path = "."
                    ephemeral_keys = true

                    [[vault.sync.mappings]]
                    secret_name = "local-key"
                    folder_path = "."
                    profile = "local"
                    """);
    }

    private void assertNotStarted(CliRun.Result result, String reason) {
        assertNotStarted(result, reason, 0);
    }

    private void assertNotStarted(CliRun.Result result, String reason, int startedBefore) {
        assertThat(result.exit()).as(result.all()).isEqualTo(1);
        assertThat(result.err()).contains(reason);
        assertThat(given).hasSize(startedBefore);
    }

    private CliRun.Result run(String... arguments) {
        return cli().run(arguments);
    }

    private CliRun cli() {
        return new CliRun(root).children((words, environment, directory) -> {
            command.clear();
            command.addAll(words);
            given.add(environment);
            assertThat(directory).isEqualTo(root);
            return 42;
        });
    }

    private static String keyLine() {
        return SampleProject.KEY_NAME + "=" + SampleProject.hex(SampleProject.KEY) + "\n";
    }
}

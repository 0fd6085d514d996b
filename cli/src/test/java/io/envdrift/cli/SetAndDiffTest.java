package io.envdrift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code set} and {@code diff}: small edits and comparisons without a value on any screen. */
class SetAndDiffTest {
    private static final String VALUE = "it's \"new\" $x\nand longer";

    @TempDir
    Path root;

    @ParameterizedTest(name = "{0} from {1}")
    @CsvSource({"Changed A, standard input", "Added C, file", "Changed A, prompt"})
    void aValueIsSetEncryptedAndReadBack(String words, String source) {
        SampleProject project = encrypted();
        String name = words.substring(words.length() - 1);
        String before = project.read(".env");
        project.write("value.txt", VALUE + "\n");
        CliRun cli = project.cli();

        CliRun.Result result = switch (source) {
            case "file" -> cli.run("set", name, "@value.txt");
            case "prompt" -> cli.answering(VALUE).run("set", name);
            default -> cli.input(VALUE + "\n").run("set", name);
        };

        assertThat(result.exit()).as(result.all()).isZero();
        assertThat(result.out()).contains(words + " in .env\n");
        assertThat(result.all()).doesNotContain("longer");
        assertThat(project.read(".env")).doesNotContain("longer").contains(lineOf(before, "B"));
        assertThat(project.cli().run("decrypt", "--stdout").out()).contains("B=two\n");
        assertThat(values(project)).contains("longer");
    }

    /** As in a job: nothing on standard input is no value; an empty one is asked for in so many words. */
    @Test
    void nothingOnStandardInputEmptiesNoVariable() {
        SampleProject project = encrypted();
        String before = project.read(".env");

        for (String input : new String[] {"", "\n"}) {
            CliRun.Result result = project.cli().input(input).run("set", "A");

            assertThat(result.exit()).isEqualTo(1);
            assertThat(result.err()).contains("No value was given for A", "pass ''");
            assertThat(project.read(".env")).isEqualTo(before);
        }
        assertThat(project.cli().run("set", "A", "").exit()).isZero();
        assertThat(project.cli().run("get", "A").out()).isEqualTo("\n");
    }

    /** What was given is the value, blanks too, but for one line end. */
    @ParameterizedTest
    @CsvSource(textBlock = """
        ' x \\n',       ' x '
        '  ',           '  '
        ' \\n',         ' '
        'x\\r\\n',      'x'
        'x\\n\\n',      'x\\n'
        '\\n\\n',       '\\n'
        """)
    void oneLineEndDoesNotCount(String input, String value) {
        SampleProject project = encrypted();

        assertThat(project.cli()
                        .input(input.translateEscapes())
                        .run("set", "A", "-")
                        .exit())
                .isZero();

        assertThat(project.cli().run("get", "A").out()).isEqualTo(value.translateEscapes() + "\n");
    }

    @Test
    void anEmptyAnswerAtAPromptIsNoValue() {
        SampleProject project = encrypted();
        String before = project.read(".env");

        CliRun.Result result = project.cli().answering("").run("set", "A");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).contains("No value was given for A", "pass ''");
        assertThat(project.read(".env")).isEqualTo(before);
    }

    @Test
    void aValueThatIsTooLongIsRefusedAndNotCut() {
        SampleProject project = encrypted();
        String before = project.read(".env");

        CliRun.Result result = project.cli().input("x".repeat((1 << 20) + 1)).run("set", "A");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(project.read(".env")).isEqualTo(before);
    }

    @Test
    void aValueOnTheCommandLineWorksWithAWarning() {
        CliRun.Result result = encrypted().cli().run("set", "A", "seen");

        assertThat(result.exit()).isZero();
        assertThat(result.err()).contains("can be seen by other users");
    }

    @Test
    void aPlainNameStaysReadable() {
        SampleProject project = encrypted();

        assertThat(project.cli().input("open").run("set", "MODE_PLAIN").exit()).isZero();
        assertThat(project.read(".env")).contains("MODE_PLAIN=\"open\"");
    }

    @Test
    void anEphemeralMappingIsSetWithTheVaultsKey() {
        SampleProject project = new SampleProject(root).service("app", SampleProject.KEY, "A=1\n");
        project.write("envdrift.toml", project.read("envdrift.toml") + "ephemeral_keys = true\n");

        CliRun.Result result = project.cli().input("2").run("set", "A", "-f", "app/.env.production");

        assertThat(result.exit()).as(result.all()).isZero();
        assertThat(root.resolve("app/.env.keys")).doesNotExist();
        assertThat(project.cli()
                        .run("decrypt", "app/.env.production", "--verify-vault", "--ci")
                        .exit())
                .isZero();
    }

    @Test
    void aForeignKeyAndANameOfAKeyAreRefusedAndTheFileStays() {
        SampleProject project = encrypted();
        String before = project.read(".env");

        assertThat(project.cli().input("x").run("set", "DOTENV_PRIVATE_KEY").exit())
                .isEqualTo(2);
        project.write(".env.keys", "DOTENV_PRIVATE_KEY=" + SampleProject.hex(SampleProject.OTHER) + "\n");
        assertThat(project.cli().input("x").run("set", "A").exit()).isEqualTo(1);
        assertThat(project.read(".env")).isEqualTo(before);
    }

    @Test
    void aDiffTellsNamesAndWhetherValuesAreEqualButNoValue() {
        SampleProject project = twoFiles();

        CliRun.Result result = project.cli().run("diff", "one", "two", "--include-unchanged");

        assertThat(result.exit()).isZero();
        assertThat(result.out())
                .containsSubsequence(
                        "~ CHANGED - different", "- GONE - only in one", "+ NEW - only in two", "= SAME - equal")
                .contains("The files differ")
                .doesNotContain("hush");
    }

    @Test
    void withoutKeysEncryptedValuesAreNotGuessedAt() {
        SampleProject project = twoFiles();
        project.write(".env.keys", "");

        CliRun.Result result = project.cli().run("diff", "one", "two", "--format", "json");

        assertThat(result.out())
                .contains("{\"level\":\"warning\",\"name\":\"SAME\",\"status\":\"unknown\"}")
                .contains("\"unknown\":2");
    }

    @Test
    void whatCannotBeComparedIsNotCalledDifferentAndTheSameCiphertextIsTheSameValue() {
        SampleProject project = new SampleProject(root)
                .config("")
                .encrypted(".env.one", SampleProject.KEY, "SAME=hush\n")
                .encrypted(".env.two", SampleProject.KEY, "SAME=hush\n");

        CliRun.Result unknown = project.cli().run("diff", ".env.one", ".env.two", "--ci");
        CliRun.Result same = project.cli().run("diff", ".env.one", ".env.one", "--ci");

        assertThat(unknown.exit()).isEqualTo(1);
        assertThat(unknown.all())
                .contains("Whether the files differ is not known")
                .doesNotContain("The files differ");
        assertThat(same.exit()).as(same.all()).isZero();
        assertThat(same.out()).contains("No drift detected");
    }

    @ParameterizedTest(name = "diff {0} exits {1}")
    @CsvSource({
        "one two, 0",
        "one two --exit-on-drift, 1",
        "one two --ci, 1",
        "one one --ci, 0",
        "one two --show-values, 2",
        "one missing, 1",
        "one, 2"
    })
    void theGateDecides(String arguments, int exit) {
        SampleProject project = twoFiles();

        CliRun.Result result = project.cli().run(("diff " + arguments).split(" "));

        assertThat(result.exit()).as(result.all()).isEqualTo(exit);
        assertThat(result.all()).doesNotContain("hush");
    }

    private SampleProject encrypted() {
        return new SampleProject(root)
                .encrypted(".env", SampleProject.KEY, "A=one\nB=two\n")
                .write(".env.keys", "DOTENV_PRIVATE_KEY=" + SampleProject.hex(SampleProject.KEY) + "\n");
    }

    private SampleProject twoFiles() {
        return new SampleProject(root)
                .encrypted("one", SampleProject.KEY, "SAME=hush\nCHANGED=hush1\nGONE=hush\n")
                .encrypted("two", SampleProject.OTHER, "NEW=hush\nCHANGED=hush2\nSAME=\"hush\"\n")
                .write(
                        ".env.keys",
                        "DOTENV_PRIVATE_KEY_A=" + SampleProject.hex(SampleProject.KEY) + "\nDOTENV_PRIVATE_KEY_B="
                                + SampleProject.hex(SampleProject.OTHER) + "\n");
    }

    private static String values(SampleProject project) {
        return project.cli().run("get").out();
    }

    private static String lineOf(String text, String name) {
        return text.lines()
                .filter(line -> line.startsWith(name + "="))
                .findFirst()
                .orElseThrow();
    }
}

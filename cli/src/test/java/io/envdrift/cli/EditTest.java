package io.envdrift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code edit}, with shell scripts as editors. */
@DisabledOnOs(OS.WINDOWS)
class EditTest {
    @TempDir
    Path root;

    @Test
    void onlyAChangedValueGetsNewCiphertextAndNoPlaintextIsLeft() throws Exception {
        SampleProject project = encrypted();
        String before = project.read(".env");

        CliRun.Result result =
                edit(project, "stat -c %a \"$1\" \"$(dirname \"$1\")\" > mode; sed -i 's/one/canary/' \"$1\"");

        assertThat(result.exit()).as(result.all()).isZero();
        assertThat(result.out()).contains("encrypted anew: A; kept: 1");
        assertThat(result.all()).doesNotContain("canary");
        assertThat(project.read(".env")).doesNotContain("canary").contains(lineOf(before, "B"));
        assertThat(project.cli().run("decrypt", "--stdout").out()).contains("A=canary\n", "B=two\n");
        assertThat(project.read("mode")).isEqualTo("600\n700\n");
        assertNothingLeft(project);
    }

    @Test
    void anEditThatDoesNotParseWritesNothing() throws Exception {
        SampleProject project = encrypted();
        String before = project.read(".env");

        CliRun.Result result = edit(project, "echo 'word word canary' >> \"$1\"");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.all()).doesNotContain("canary");
        assertThat(project.read(".env")).isEqualTo(before);
        assertNothingLeft(project);
    }

    @Test
    void anEditThatDoesNotParseIsOfferedAgain() throws Exception {
        SampleProject project = encrypted();
        project.write(
                "editor.sh",
                script("if test -e once; then sed -i '$d' \"$1\"; sed -i s/one/new/ \"$1\";"
                        + " else touch once; echo 'word word' >> \"$1\"; fi"));

        CliRun.Result result = project.cli()
                .env("VISUAL", "sh " + root.resolve("editor.sh"))
                .answering("y")
                .run("edit", ".env");

        assertThat(result.exit()).as(result.all()).isZero();
        assertThat(project.cli().run("decrypt", "--stdout").out()).contains("A=new\n");
        assertNothingLeft(project);
    }

    @Test
    void whatAnotherProgramWroteMeanwhileIsJoined() throws Exception {
        SampleProject project = encrypted();

        CliRun.Result result = edit(project, "echo 'C=three' >> .env; sed -i s/one/new/ \"$1\"");

        assertThat(result.exit()).as(result.all()).isZero();
        assertThat(result.err()).contains("changed meanwhile; both changes are taken");
        assertThat(project.read(".env")).doesNotContain("three");
        assertThat(project.cli().run("decrypt", "--stdout").out()).contains("A=new\n", "B=two\n", "C=three\n");
        assertNothingLeft(project);
    }

    @Test
    void whatBothChangedIsKeptWhereNobodyCanBeAsked() throws Exception {
        SampleProject project = encrypted();
        String theirs = otherVersion(project);

        CliRun.Result result = edit(project, "cp other .env; sed -i s/one/canary/ \"$1\"");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).contains("changed meanwhile", "another program changed A", ".env.edit.bak");
        assertThat(result.all()).doesNotContain("canary", "theirs");
        assertThat(project.read(".env")).isEqualTo(theirs);
        assertThat(kept(project)).contains("A=canary\n", "A=theirs\n", "B=two\n");
        assertNothingLeft(project);
    }

    @Test
    void whatBothChangedIsOfferedAgainBetweenMarkers() throws Exception {
        SampleProject project = encrypted();
        otherVersion(project);
        project.write(
                "editor.sh",
                script("if test -e once; then grep -c '^<<<<<<<' \"$1\" > markers;"
                        + " sed -i -e '/^<<<<<<</d' -e '/^=======/,/^>>>>>>>/d' \"$1\";"
                        + " else touch once; cp other .env; sed -i s/one/mine/ \"$1\"; fi"));

        CliRun.Result result = project.cli()
                .env("VISUAL", "sh " + root.resolve("editor.sh"))
                .answering("y")
                .run("edit", ".env");

        assertThat(result.exit()).as(result.all()).isZero();
        assertThat(project.read("markers")).isEqualTo("1\n");
        assertThat(project.cli().run("decrypt", "--stdout").out()).contains("A=mine\n", "B=two\n");
        assertThat(root.resolve(".env.edit.bak")).doesNotExist();
        assertNothingLeft(project);
    }

    @Test
    void eachEditThatCannotBeTakenIsKeptUnderANameOfItsOwn() throws Exception {
        SampleProject project = encrypted();

        edit(project, "echo 'canary word' >> \"$1\"");
        edit(project, "sed -i s/one/second/ \"$1\"; exit 3");
        edit(project, "printf 'D=\\377\\n' >> \"$1\"");

        assertThat(kept(project)).isEqualTo(plain(project) + "canary word\n\n");
        assertThat(project.read(".env.edit.bak")).doesNotContain("canary");
        assertThat(project.cli()
                        .run("get", "EDITED_TEXT", "-f", ".env.edit-2.bak")
                        .out())
                .contains("A=second\n");
        String encoded = project.cli()
                .run("get", "EDITED_BASE64", "-f", ".env.edit-3.bak")
                .out();
        assertThat(Base64.getDecoder().decode(encoded.strip())).endsWith(new int[] {'D', '=', 0xff, '\n'});
    }

    @Test
    void aFileThatIsGoneOrPlaintextAfterTheEditIsNotWritten() throws Exception {
        SampleProject project = encrypted();

        CliRun.Result result = edit(project, "echo A=plain > .env; sed -i s/one/canary/ \"$1\"");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(project.read(".env")).isEqualTo("A=plain\n");
        assertThat(kept(project)).contains("A=canary\n");
    }

    @Test
    void anEditorThatFailsOrChangesNothingLeavesTheFile() throws Exception {
        SampleProject project = encrypted();
        String before = project.read(".env");

        assertThat(edit(project, "sed -i s/one/new/ \"$1\"; exit 3").exit()).isEqualTo(1);
        assertNothingLeft(project);
        CliRun.Result unchanged = edit(project, ":");

        assertThat(unchanged.exit()).isZero();
        assertThat(unchanged.out()).contains("Nothing changed");
        assertThat(project.read(".env")).isEqualTo(before);
    }

    @Test
    void aFileInPlaintextIsNotForThis() {
        SampleProject project = new SampleProject(root);
        project.write(".env", "A=1\n");

        assertThat(edit(project, ":").exit()).isEqualTo(1);
        assertThat(project.read(".env")).isEqualTo("A=1\n");
    }

    /** Makes the file as a colleague has it, with another value of A; returns its text. */
    private String otherVersion(SampleProject project) {
        String before = project.read(".env");
        assertThat(project.cli().input("theirs").run("set", "A", "-").exit()).isZero();
        String theirs = project.read(".env");
        project.write("other", theirs).write(".env", before);
        return theirs;
    }

    private String plain(SampleProject project) {
        return project.cli().run("decrypt", "--stdout").out();
    }

    private String kept(SampleProject project) {
        return project.cli().run("get", "EDITED_TEXT", "-f", ".env.edit.bak").out();
    }

    private CliRun.Result edit(SampleProject project, String commands) {
        project.write("editor.sh", script(commands));
        return project.cli().env("VISUAL", "sh " + root.resolve("editor.sh")).run("edit", ".env");
    }

    private String script(String commands) {
        return "cd '" + root + "'; dirname \"$1\" > place\n" + commands + "\n";
    }

    private void assertNothingLeft(SampleProject project) throws Exception {
        assertThat(Files.exists(Path.of(project.read("place").strip()))).isFalse();
    }

    private SampleProject encrypted() {
        SampleProject project = new SampleProject(root);
        project.write(".env", "A=one\nB=two\n");
        assertThat(project.cli().run("encrypt", ".env").exit()).isZero();
        return project;
    }

    private static String lineOf(String text, String name) {
        return text.lines()
                .filter(line -> line.startsWith(name + "="))
                .findFirst()
                .orElseThrow();
    }
}

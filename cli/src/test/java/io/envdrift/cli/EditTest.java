package io.envdrift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
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
    void aFileThatChangedMeanwhileIsNotOverwritten() throws Exception {
        SampleProject project = encrypted();

        CliRun.Result result = edit(project, "echo C_PLAIN=1 >> .env; sed -i s/one/new/ \"$1\"");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.all()).contains("changed meanwhile");
        assertThat(project.read(".env")).endsWith("C_PLAIN=1\n");
        assertNothingLeft(project);
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

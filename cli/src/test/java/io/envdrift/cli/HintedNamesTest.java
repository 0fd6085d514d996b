package io.envdrift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.dotenvx.PrivateKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** The commands that advice names are pasted into a shell, whatever the files are called, and do what they say. */
class HintedNamesTest {
    private static final String ANSWER = "envdrift() { printf '%s\\n' \"$@\"; }\n";

    @TempDir
    private Path root;

    @ParameterizedTest
    @ValueSource(strings = {"a b", "it's", "$HOME", "`x` \\\\ \\\"", "-x", "ü", "##a[b", "line\\nend", "a;b (c)"})
    void everyCommandNamesTheFileThatIsMeant(String written) throws Exception {
        String name = written.translateEscapes();
        // A configuration names no file with a control character; what git has may be called anything.
        String mapped = name.replace('\n', ' ');
        SampleProject project = project(mapped, written.replace("\\n", " "));

        rotateNamesTheFile(project, mapped);
        doctorNarrowsTheKeysFile(project, mapped);
        hookTakesTheKeyOut(project, name);
        verifyRestoresTheFile(project, mapped);
    }

    private SampleProject project(String name, String inToml) throws Exception {
        SampleProject project = new SampleProject(root);
        project.config("""
            [[vault.sync.mappings]]
            secret_name = "k"
            folder_path = "%s"
            env_file = "%s.env"
            """.formatted(inToml, inToml));
        sealed(project, name + "/" + name + ".env", SampleProject.KEY);
        project.write(name + "/.env.keys", SampleProject.KEY_NAME + "=" + SampleProject.hex(SampleProject.KEY) + "\n");
        project.secret("k", SampleProject.hex(SampleProject.KEY) + "," + SampleProject.hex(SampleProject.OTHER));
        project.write(".gitignore", "team.*\nhome\n.env.keys*\n");
        assertThat(shell("git init -q && git add -A && git -c user.name=a -c user.email=a@b commit -qm x"))
                .isEmpty();
        return project;
    }

    /** The key's name is that of the mapping: most of these names give none that a reader understands. */
    private static void sealed(SampleProject project, String file, PrivateKey key) throws IOException {
        project.encrypted(".env.production", key, "A=1\n");
        project.write(file, project.read(".env.production"));
        Files.delete(project.root.resolve(".env.production"));
    }

    private void rotateNamesTheFile(SampleProject project, String name) throws Exception {
        String advice = lineWith(project.cli().run("status").out(), "rotate ");
        String command = advice.substring(advice.indexOf("envdrift rotate"));

        List<String> words = List.of(
                shell(ANSWER + command.replace("envdrift rotate", "envdrift")).split("\n(?=$)"));

        assertThat(root.resolve(words.getFirst()).normalize()).isEqualTo(root.resolve(name + "/" + name + ".env"));
    }

    private void doctorNarrowsTheKeysFile(SampleProject project, String name) throws Exception {
        Files.setPosixFilePermissions(root.resolve(name + "/.env.keys"), PosixFilePermissions.fromString("rw-r--r--"));

        String text = lineWith(project.cli().run("doctor").out(), "Fix: chmod 600");
        String json = project.cli().run("doctor", "--format", "json").out();

        String command = text.substring(text.indexOf("chmod"));
        assertThat(JsonMapper.shared().readTree(json).findValuesAsString("fix")).contains(command);
        assertThat(shell(command)).isEmpty();
        assertThat(project.mode(name + "/.env.keys")).isEqualTo("rw-------");
    }

    private void hookTakesTheKeyOut(SampleProject project, String name) throws Exception {
        project.write(name + ".txt", SampleProject.KEY_NAME + "=" + SampleProject.hex(SampleProject.OTHER) + "\n");
        assertThat(shell("git add -A")).isEmpty();

        String fix = lineWith(project.cli().run("hook", "--run").err(), "fix: git rm");
        shell(fix.substring(fix.indexOf("git rm")));

        assertThat(shell("git diff --cached --name-only")).doesNotContain(".txt");
        Files.delete(root.resolve(name + ".txt"));
    }

    private void verifyRestoresTheFile(SampleProject project, String name) throws Exception {
        String file = name + "/" + name + ".env";
        byte[] committed = Files.readAllBytes(root.resolve(file));
        sealed(project, file, SampleProject.key("3"));

        CliRun.Result result = project.cli()
                .run(
                        "decrypt",
                        "--verify-vault",
                        "-p",
                        "local",
                        "--secret",
                        "k",
                        file.startsWith("-") ? "./" + file : file);
        String restore = lineWith(result.all(), "git restore").replaceFirst(" {3}\\(.*", "");
        shell(restore.substring(restore.indexOf("git restore")));

        assertThat(Files.readAllBytes(root.resolve(file))).isEqualTo(committed);
    }

    private static String lineWith(String text, String part) {
        return text.lines().filter(line -> line.contains(part)).findFirst().orElseThrow(() -> new AssertionError(text));
    }

    private String shell(String script) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder("sh", "-c", script).directory(root.toFile()).redirectErrorStream(true);
        builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
        builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(script + "\n" + said).isZero();
        return said;
    }
}

package io.envdrift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code doctor}: each ill is found and named with what mends it; a healthy project has none. */
class DoctorTest {
    @TempDir
    private Path root;

    @Test
    void aHealthyProjectHasNoProblem() throws Exception {
        SampleProject project = repository();

        CliRun.Result result = project.cli().run("doctor");

        assertThat(result.exit()).as(result.all()).isZero();
        assertThat(result.out())
                .contains("✓ machine: Java ")
                .contains("is valid, 1 mapping(s)")
                .contains("answers and accepts the credentials")
                .contains("All is well");
    }

    @Test
    void keysThatOthersCanReadOrGitTracksAreProblems() throws Exception {
        SampleProject project = repository();
        Path keys = root.resolve("app/.env.keys");
        Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rw-r--r--"));
        git("add", "-f", "app/.env.keys");

        CliRun.Result result = project.cli().run("doctor", "-q");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.out())
                .contains("Fix: chmod 600 " + keys)
                .contains("Fix: git rm --cached " + keys)
                .doesNotContain("✓");
    }

    @Test
    void aKeysFileThatGitWouldTakeIsAProblem() throws Exception {
        SampleProject project = repository();
        project.write(".gitignore", "");

        CliRun.Result result = project.cli().run("doctor");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.out()).contains("git would take").contains("add the line .env.keys* to .gitignore");
    }

    @Test
    void leftoversAndPlaintextAreWarnings() throws Exception {
        SampleProject project = repository();
        git("add", "-A");
        project.write("app/.env.keys.backup.1", project.read("app/.env.keys"));
        project.write("app/.env.keys.backup.2", SampleProject.KEY_NAME + "=" + SampleProject.hex(SampleProject.OTHER));
        assertThat(project.cli().run("pull").exit()).isZero();

        CliRun.Result result = project.cli().run("doctor");

        assertThat(result.exit()).as(result.all()).isZero();
        assertThat(result.out())
                .contains("Fix: rm " + root.resolve("app/.env.keys.backup.1"))
                .contains(".env.keys.backup.2 holds a key that .env.keys has not")
                .contains("holds plaintext, and git tracks it")
                .contains("Fix: envdrift lock");
    }

    @Test
    void theFixOfAFileThatWasNeverEncryptedMendsIt() throws Exception {
        SampleProject project = repository();
        project.write(
                "envdrift.toml",
                project.read("envdrift.toml")
                        + "\n[[vault.sync.mappings]]\nsecret_name = \"new-key\"\nfolder_path = \"new\"\n");
        project.write("new/.env.production", "A=1\n");

        assertThat(project.cli().run("doctor").out())
                .contains("where neither the vault nor .env.keys has its key yet: envdrift vault-push --all")
                .contains("Fix: the file was never encrypted: envdrift vault-push --all (makes its key");

        assertThat(project.cli().run("vault-push", "--all", "--ci").exit()).isZero();
        assertThat(project.cli().run("status").exit()).isZero();
    }

    @Test
    void aVaultThatCannotBeOpenedAndABrokenMappingDoNotHideEachOther() throws Exception {
        SampleProject project = repository();
        project.write(
                "envdrift.toml",
                project.read("envdrift.toml")
                        + "[[vault.sync.mappings]]\nsecret_name = \"x\"\nfolder_path = \"../out\"\n");
        Files.delete(root.resolve("team.key"));

        CliRun.Result result = project.cli().run("doctor");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.out()).contains("x vault: ").contains("x configuration: ");
        assertThat(result.err()).contains("2 problem(s)");
    }

    @Test
    void withoutAConfigurationItSaysHowToGetOne() {
        CliRun.Result result = new CliRun(root).run("doctor", "--format", "json");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.out()).contains("\"topic\":\"configuration\",\"status\":\"problem\"");
    }

    private SampleProject repository() throws Exception {
        SampleProject project = new SampleProject(root).service("app", SampleProject.KEY, "A=1\n");
        project.write(".gitignore", ".env.keys*\nteam.*\n");
        git("init", "-q");
        assertThat(project.cli().run("sync").exit()).isZero();
        return project;
    }

    private void git(String... arguments) throws Exception {
        String[] command = new String[arguments.length + 1];
        command[0] = "git";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        Process process = new ProcessBuilder(command)
                .directory(root.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }
}

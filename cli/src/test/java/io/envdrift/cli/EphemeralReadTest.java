package io.envdrift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that read the file of an ephemeral mapping ask its vault: the key is nowhere else. */
class EphemeralReadTest {
    @TempDir
    private Path root;

    private SampleProject project;

    @BeforeEach
    void anEphemeralMapping() {
        project = new SampleProject(root).service("app", SampleProject.KEY, "A=one\n");
        project.write("envdrift.toml", project.read("envdrift.toml") + "ephemeral_keys = true\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "get A -f app/.env.production",
                "get -f app/.env.production",
                "decrypt app/.env.production --stdout"
            })
    void theVaultIsAsked(String command) {
        CliRun.Result result = project.cli().run(command.split(" "));

        assertThat(result.exit()).as(result.all()).isZero();
        assertThat(result.out()).contains("one");
        assertThat(root.resolve("app/.env.keys")).doesNotExist();
    }

    @Test
    void decryptWritesThePlaintext() {
        assertThat(project.cli().run("decrypt", "app/.env.production").exit()).isZero();

        assertThat(project.read("app/.env.production")).contains("A=one");
    }

    @Test
    void aKeyOfTheEnvironmentNeedsNoVault() throws Exception {
        Files.delete(root.resolve("team.vault"));

        CliRun.Result result = project.cli()
                .env(SampleProject.KEY_NAME, SampleProject.hex(SampleProject.KEY))
                .run("get", "A", "-f", "app/.env.production");

        assertThat(result.exit()).as(result.all()).isZero();
    }

    @Test
    void aMissingFileIsAnsweredWithThoseThatAreThere() {
        CliRun.Result result = new CliRun(root.resolve("app")).run("get", "A");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).contains("File not found", "there is .env.production; name it, with -f");
    }
}

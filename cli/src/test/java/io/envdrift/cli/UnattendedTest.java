package io.envdrift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Under {@code --ci} nobody is asked, not even somebody who sits at a terminal. */
class UnattendedTest {
    @TempDir
    private Path root;

    @ParameterizedTest
    @ValueSource(strings = {"sync", "pull", "lock --verify-vault", "status", "vault-push --all"})
    void noPassphraseIsAskedFor(String line) {
        SampleProject project = new SampleProject(root).service("app", SampleProject.KEY, "A=1\n");
        project.write("envdrift.toml", project.read("envdrift.toml").replace("key_file = \"team.key\"\n", ""));

        CliRun.Result result = project.cli().answering("a passphrase").run((line + " --ci").split(" "));

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.all()).contains("Nothing to open");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pull", "sync", "lock --sync-keys"})
    void aDifferingKeyIsAnErrorWithoutAQuestion(String line) {
        SampleProject project = new SampleProject(root).service("app", SampleProject.KEY, "A=1\n");
        project.write("app/.env.keys", SampleProject.KEY_NAME + "=" + SampleProject.hex(SampleProject.OTHER) + "\n");

        CliRun.Result result = project.cli().answering("y").run((line + " --ci").split(" "));

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.all()).contains("drift: local value differs from vault");
        assertThat(project.read("app/.env.keys")).contains(SampleProject.hex(SampleProject.OTHER));
    }
}

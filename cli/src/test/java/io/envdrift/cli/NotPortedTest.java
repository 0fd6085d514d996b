package io.envdrift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the original has and this does not: said in one line, and never a success. */
class NotPortedTest {
    @TempDir
    private Path root;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "validate .env",
                "guard --ci",
                "push -e production",
                "pull-partial",
                "agent start",
                "install dotenvx",
                "pull --merge",
                "pull -m",
                "lock --all"
            })
    void saysSoAndFails(String line) {
        SampleProject project = new SampleProject(root).service("app", SampleProject.KEY, "A=1\n");

        CliRun.Result result = project.cli().run(line.split(" "));

        assertThat(result.exit()).as(result.all()).isEqualTo(1);
        assertThat(result.err()).contains("is not part of envdrift for Java").contains("docs/compatibility.md");
        assertThat(root.resolve("app/.env.keys")).doesNotExist();
    }
}

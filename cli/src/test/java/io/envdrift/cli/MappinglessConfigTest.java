package io.envdrift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A configuration that names no mapping yet: commands on files work as without one, all others say what is missing. */
class MappinglessConfigTest {
    @TempDir
    private Path root;

    @Test
    void commandsOnNamedFilesWork() {
        SampleProject project = project();

        assertThat(project.cli().input("new").run("set", "A").exit()).isZero();
        assertThat(project.cli().run("get", "A").out()).isEqualTo("new\n");
        CliRun.Result rotated = project.cli().run("rotate", ".env");
        assertThat(rotated.exit()).as(rotated.all()).isZero();
        assertThat(project.cli().run("get", "A").out()).isEqualTo("new\n");
        assertThat(project.cli().run("diff", ".env", ".env", "--ci").exit()).isZero();
        CliRun.Result run = project.cli()
                .children((command, environment, directory) ->
                        "new".equals(environment.set().get("A")) ? 7 : 1)
                .run("run", "--", "any");
        assertThat(run.exit()).as(run.all()).isEqualTo(7);
    }

    @Test
    void nothingToRotateIsNoSuccess() {
        assertThat(project().cli().run("rotate", "--all").exit()).isEqualTo(1);
    }

    private SampleProject project() {
        return new SampleProject(root)
                .config("[encryption]\nplain_keys = [\"B\"]\n")
                .encrypted(".env", SampleProject.KEY, "A=1\n")
                .write(".env.keys", "DOTENV_PRIVATE_KEY=" + SampleProject.hex(SampleProject.KEY) + "\n");
    }
}

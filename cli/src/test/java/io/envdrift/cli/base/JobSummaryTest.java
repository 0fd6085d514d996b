package io.envdrift.cli.base;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.cli.CliRun;
import io.envdrift.cli.SampleProject;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a gate adds to the page of a GitHub job, and what long work shows on a terminal. */
class JobSummaryTest {
    @TempDir
    private Path root;

    @Test
    void theGateAddsATableToWhatTheStepWroteBefore() throws Exception {
        SampleProject project = new SampleProject(root)
                .service("one", SampleProject.KEY, "A=1\n")
                .service("t|wo", SampleProject.OTHER, "B=2\n");
        project.secret("t|wo-key", SampleProject.hex(SampleProject.KEY));
        Path summary = Files.writeString(root.resolve("summary.md"), "before\n");

        CliRun.Result result =
                project.cli().env("GITHUB_STEP_SUMMARY", summary.toString()).run("sync", "--check-decryption", "--ci");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(summary)
                .content()
                .startsWith("before\n### ❌ envdrift sync\n")
                .contains("| ✅ | one \\(one\\-key, env\\: production\\) \\- created |")
                .contains("| ❌ | t\\|wo ")
                .doesNotContain(SampleProject.hex(SampleProject.KEY));
    }

    @Test
    void anErrorBeforeThereIsAReportIsOnThePageToo() {
        Path summary = root.resolve("summary.md");

        new CliRun(root).env("GITHUB_STEP_SUMMARY", summary.toString()).run("sync", "--ci");

        assertThat(summary).content().isEqualTo("### ❌ envdrift sync\n\nNo sync configuration found\n\n");
    }

    @Test
    void aSummaryThatCannotBeWrittenChangesNoAnswer() {
        SampleProject project = new SampleProject(root).service("one", SampleProject.KEY, "A=1\n");

        CliRun.Result result = project.cli()
                .env("GITHUB_STEP_SUMMARY", root.resolve("nowhere/summary.md").toString())
                .run("sync", "--ci");

        assertThat(result.exit()).isZero();
        assertThat(result.err()).contains("[WARN] No job summary");
    }

    @Test
    void withoutCiNoPageIsWritten() {
        SampleProject project = new SampleProject(root).service("one", SampleProject.KEY, "A=1\n");

        project.cli()
                .env("GITHUB_STEP_SUMMARY", root.resolve("summary.md").toString())
                .run("sync");

        assertThat(root.resolve("summary.md")).doesNotExist();
    }
}

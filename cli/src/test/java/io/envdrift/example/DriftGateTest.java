package io.envdrift.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.api.Envdrift;
import io.envdrift.base.EnvdriftException;
import io.envdrift.cli.SampleProject;
import io.envdrift.workflow.examine.Finding;
import io.envdrift.workflow.examine.KeyStatus;
import io.envdrift.workflow.files.LockOptions;
import io.envdrift.workflow.files.PullOptions;
import io.envdrift.workflow.keys.UpdateApproval;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The workflows as a program calls them. */
class DriftGateTest {
    @TempDir
    private Path root;

    @Test
    void namesTheFoldersThatDriftedAndWritesNothing() {
        SampleProject project = project();
        project.secret("two-key", SampleProject.hex(SampleProject.KEY));

        try (Envdrift envdrift = load()) {
            assertThat(DriftGate.foldersThatDrifted(envdrift)).containsExactly("two");
        }
        assertThat(root.resolve("one/.env.keys")).doesNotExist();
    }

    @Test
    void pullStatusAndLockGiveWhatTheCommandsPrint() {
        SampleProject project = project();
        String before = project.read("one/.env.production");

        try (Envdrift envdrift = load()) {
            assertThat(envdrift.pull(new PullOptions(Optional.empty(), false), UpdateApproval.never())
                            .hasErrors())
                    .isFalse();
            assertThat(project.read("one/.env.production")).contains("A=1");
            assertThat(envdrift.status(Optional.empty()))
                    .flatExtracting(KeyStatus::findings)
                    .isEmpty();
            assertThat(envdrift.doctor()).extracting(Finding::severity).doesNotContain(Finding.Severity.PROBLEM);
            assertThat(envdrift.lock(LockOptions.plain(Optional.empty()), UpdateApproval.never())
                            .hasErrors())
                    .isFalse();
        }
        assertThat(project.read("one/.env.production")).contains("encrypted:").hasSameSizeAs(before);
    }

    @Test
    void aMissingConfigurationIsThrown() {
        assertThatThrownBy(() -> Envdrift.load(root.resolve("envdrift.toml")))
                .isInstanceOf(EnvdriftException.class)
                .hasMessageContaining("Config file not found");
    }

    private Envdrift load() {
        return Envdrift.load(root.resolve("envdrift.toml"), Map.of(), root.resolve("home"), Duration.ofSeconds(30));
    }

    private SampleProject project() {
        return new SampleProject(root)
                .service("one", SampleProject.KEY, "A=1\n")
                .service("two", SampleProject.OTHER, "B=2\n");
    }
}

package io.envdrift.workflow.gitfilter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.git.FilteredFiles;
import io.envdrift.vault.WriteCondition;
import io.envdrift.workflow.Project;
import io.envdrift.workflow.Workspace;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A vault may be a file beside the configuration, and each work tree of a clone has its own, or none. */
class ProjectVaultKeysTest {
    private static final FilteredFiles.Entry ENTRY =
            new FilteredFiles.Entry("app/.env.production", Workspace.NAME, "app/.env.keys", true, 0, 0);

    @TempDir
    private Path first;

    @TempDir
    private Path second;

    @Test
    void aSecretThatOnePlaceDoesNotHaveIsReadFromTheNext() {
        try (ProjectVaultKeys keys = new ProjectVaultKeys(List.of(place(first), withKey(second)))) {
            assertThat(keys.of(ENTRY).keys()).containsExactly(Workspace.KEY);
        }
    }

    @Test
    void soIsOneWhoseConfigurationCannotBeOpenedInTheFirst() {
        Supplier<Project> gone = () -> {
            throw new EnvdriftException(ErrorCode.FILE_NOT_FOUND, "the work tree is gone", "");
        };
        try (ProjectVaultKeys keys = new ProjectVaultKeys(List.of(gone, withKey(second)))) {
            assertThat(keys.of(ENTRY).keys()).containsExactly(Workspace.KEY);
        }
    }

    /** As in the middle of a merge, or where the branch's vault opens with another key. */
    @Test
    void soIsOneWhoseVaultCannotBeReadInTheFirst() {
        Workspace broken = new Workspace(first).mapping("ephemeral_keys = true");
        broken.vault.refusals.put("app-key", ErrorCode.NOT_AUTHENTICATED);
        try (ProjectVaultKeys keys = new ProjectVaultKeys(List.of(broken::open, withKey(second)))) {
            assertThat(keys.of(ENTRY).keys()).containsExactly(Workspace.KEY);
        }
    }

    @Test
    void whatNoPlaceHasIsNotFound() {
        assertNotFound(place(first), place(second));
    }

    /** Equal settings are one vault: it is asked once, so its second answer is not heard. */
    @Test
    void noVaultIsAskedTwice() {
        assertNotFound(place(first), withKey(first));
    }

    private static void assertNotFound(Supplier<Project> one, Supplier<Project> other) {
        try (ProjectVaultKeys keys = new ProjectVaultKeys(List.of(one, other))) {
            assertThatThrownBy(() -> keys.of(ENTRY))
                    .isInstanceOfSatisfying(
                            EnvdriftException.class,
                            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.SECRET_NOT_FOUND));
        }
    }

    private static Supplier<Project> place(Path root) {
        return new Workspace(root).mapping("ephemeral_keys = true")::open;
    }

    private static Supplier<Project> withKey(Path root) {
        Workspace workspace = new Workspace(root).mapping("ephemeral_keys = true");
        workspace.vault.put("app-key", Secret.of(Workspace.hex(Workspace.KEY)), WriteCondition.always());
        return workspace::open;
    }
}

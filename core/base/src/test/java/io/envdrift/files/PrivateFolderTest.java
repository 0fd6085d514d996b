package io.envdrift.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class PrivateFolderTest {
    /** No process has it: Linux counts to 2^22 at most, others not as far. */
    private static final long NOBODY = (1L << 31) - 2;

    @TempDir
    Path place;

    @Test
    void onlyItsOwnerMayEnterAndClosingRemovesAllThatIsInIt() throws Exception {
        Path path;
        try (PrivateFolder folder = PrivateFolder.create(List.of(), place)) {
            path = folder.path();
            Files.createDirectories(path.resolve("below"));
            Files.writeString(path.resolve("below/.env.swp"), "A=1");

            assertThat(folder.isInMemory()).isFalse();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rwx------");
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void whatAKilledProcessLeftIsRemovedAndWhatALivingOneHasIsNot() throws Exception {
        Path stale = Files.createDirectory(place.resolve("envdrift-edit-" + NOBODY + "-1"));
        Files.writeString(stale.resolve(".env"), "A=1");
        Path living = Files.createDirectory(
                place.resolve("envdrift-edit-" + ProcessHandle.current().pid() + "-2"));
        Path other = Files.createDirectory(place.resolve("envdrift-edit-notes"));

        PrivateFolder.create(List.of(), place).close();

        assertThat(stale).doesNotExist();
        assertThat(living).exists();
        assertThat(other).exists();
    }

    @Test
    void aLinkThatHasTheNameIsNotFollowed() throws Exception {
        Path elsewhere = Files.createDirectory(place.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("kept"), "");
        Files.createSymbolicLink(place.resolve("envdrift-edit-" + NOBODY + "-1"), elsewhere);

        PrivateFolder.create(List.of(), place).close();

        assertThat(elsewhere.resolve("kept")).exists();
    }
}

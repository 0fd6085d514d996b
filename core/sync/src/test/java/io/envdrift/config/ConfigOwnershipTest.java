package io.envdrift.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigOwnershipTest {
    @TempDir
    private Path temporary;

    private Path work;
    private Path config;
    private long me;

    @BeforeEach
    void writeConfigAboveTheWorkingDirectory() throws IOException {
        assumeTrue(temporary.getFileSystem().supportedFileAttributeViews().contains("unix"));
        Path root = temporary.toRealPath();
        work = Files.createDirectories(root.resolve("above/work"));
        config = Files.writeString(root.resolve("above/envdrift.toml"), "");
        Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-rw-r--"));
        me = owner(config);
    }

    @ParameterizedTest
    @CsvSource({"true,false,refused", "true,true,fine", "false,false,fine", "false,true,fine"})
    void aConfigurationThatAnybodyMayWriteIsOnlyUsedInsideTheWorkTree(
            boolean writable, boolean inWorkTree, String outcome) throws IOException {
        Files.setPosixFilePermissions(config, PosixFilePermissions.fromString(writable ? "rw-rw-rw-" : "rw-rw-r--"));
        Files.createDirectory(inWorkTree ? config.resolveSibling(".git") : work.resolve(".git"));

        if (outcome.equals("fine")) {
            assertThat(ConfigFiles.loader().discover(work)).contains(config);
        } else {
            assertUntrusted("anybody may write it");
        }
    }

    @Test
    void withoutAnyWorkTreeTheTestHoldsToo() throws IOException {
        Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-rw-rw-"));

        assertUntrusted("anybody may write it");
    }

    @Test
    void aGitDirectoryWhereAnybodyMayPutOneMakesNoWorkTree() throws IOException {
        Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-rw-rw-"));
        Path shared = Files.createDirectory(config.resolveSibling(".git")).getParent();
        Files.setAttribute(shared, "unix:mode", 01777);

        assertUntrusted("anybody may write it");
    }

    @Test
    void aNamedConfigurationIsNotTested() throws IOException {
        Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-rw-rw-"));

        assertThatCode(() -> ConfigFiles.loader().load(config)).doesNotThrowAnyException();
    }

    @Test
    void theConfigurationMustBelongToTheUserOrRoot() {
        assertThatCode(() -> ConfigOwnership.requireOwner(config, me)).doesNotThrowAnyException();
        if (me == 0) {
            assertThatCode(() -> ConfigOwnership.requireOwner(config, 12345)).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> ConfigOwnership.requireOwner(config, me + 1))
                    .hasMessageContaining("it belongs to another user");
        }
    }

    @Test
    void aConfigurationOfSomebodyElseIsRefused() throws IOException {
        assumeTrue(me == 0, "only root can give files away");
        Files.setAttribute(config, "unix:uid", 12345);

        assertUntrusted("it belongs to another user");
    }

    @Test
    void aLinkOfSomebodyElseToTheUsersOwnFileIsRefused() throws IOException {
        assumeTrue(me == 0, "only root can give files away");
        Path own = Files.move(config, config.resolveSibling("own.toml"));
        Files.createSymbolicLink(config, own);
        Files.setAttribute(config, "unix:uid", 12345, LinkOption.NOFOLLOW_LINKS);
        assertThat(owner(own)).isZero();

        assertUntrusted("it belongs to another user");
    }

    private void assertUntrusted(String why) {
        assertThatThrownBy(() -> ConfigFiles.loader().discover(work))
                .hasMessageContainingAll("Config file " + config, "outside the git work tree", why)
                .isInstanceOfSatisfying(
                        EnvdriftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_UNTRUSTED));
    }

    private static long owner(Path file) throws IOException {
        return ((Number) Files.getAttribute(file, "unix:uid")).longValue();
    }
}

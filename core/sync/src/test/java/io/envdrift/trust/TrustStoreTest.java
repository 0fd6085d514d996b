package io.envdrift.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.files.AtomicFile;
import io.envdrift.files.FileOperations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustStoreTest {
    private static final AtomicFile FILES = new AtomicFile(FileOperations.system());

    @TempDir
    private Path home;

    @ParameterizedTest
    @CsvSource({
        "'',.config/envdrift/trusted-hosts",
        "relative,.config/envdrift/trusted-hosts",
        "$,x/envdrift/trusted-hosts"
    })
    void theFileLiesInTheUsersConfigurationDirectory(String xdg, String file) {
        String value = xdg.equals("$") ? home.resolve("x").toString() : xdg;

        assertThat(TrustStore.of(Map.of("XDG_CONFIG_HOME", value), home, FILES).file())
                .isEqualTo(home.resolve(file));
    }

    @Test
    void anEntryIsAddedOnceAndTheRestOfTheFileStays() throws IOException {
        TrustStore store = store();
        Files.createDirectories(store.file().getParent());
        Files.writeString(store.file(), "# mine\na.example\n\n  b.example  ");

        store.add("c.example");
        store.add("a.example");

        assertThat(store.file()).hasContent("# mine\na.example\n\n  b.example  \nc.example\n");
        assertThat(store.entries()).containsExactly("a.example", "b.example", "c.example");
    }

    @Test
    void onlyTheUserMayReadTheFile() throws IOException {
        TrustStore store = store();
        store.add("a.example");

        assumeTrue(home.getFileSystem().supportedFileAttributeViews().contains("posix"));
        assertThat(Files.getPosixFilePermissions(store.file())).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.getPosixFilePermissions(store.file().getParent()))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void aListThatAnybodyMayWriteIsNotUsed() throws IOException {
        assumeTrue(home.getFileSystem().supportedFileAttributeViews().contains("posix"));
        TrustStore store = store();
        store.add("a.example");
        Files.setPosixFilePermissions(store.file(), PosixFilePermissions.fromString("rw-rw-rw-"));

        assertThatThrownBy(store::entries)
                .isInstanceOfSatisfying(
                        EnvdriftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_UNTRUSTED));
    }

    @Test
    void nothingIsTrustedWithoutAFile() {
        assertThat(store().entries()).isEmpty();
    }

    @Test
    void twoRunsThatRememberAtOnceLoseNothing() {
        IntStream.range(0, 40).parallel().forEach(i -> store().add("host" + i + ".example"));

        assertThat(store().entries())
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 40)
                        .mapToObj(i -> "host" + i + ".example")
                        .toList());
    }

    private TrustStore store() {
        return TrustStore.of(Map.of(), home, FILES);
    }
}

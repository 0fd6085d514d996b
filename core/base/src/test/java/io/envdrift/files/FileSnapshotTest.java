package io.envdrift.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSnapshotTest {
    @TempDir
    Path directory;

    @Test
    void aMissingFileIsNoErrorAndNoContent() {
        FileSnapshot snapshot = FileSnapshot.of(directory.resolve("f"));
        assertThat(snapshot.existed()).isFalse();
        assertThat(snapshot.content()).isEmpty();
        assertThatCode(snapshot::requireUnchanged).doesNotThrowAnyException();
    }

    @Test
    void anEmptyFileIsNotAMissingOne() throws Exception {
        FileSnapshot snapshot = FileSnapshot.of(Files.createFile(directory.resolve("f")));
        assertThat(snapshot.existed()).isTrue();
        assertThat(snapshot.content())
                .hasValueSatisfying(bytes -> assertThat(bytes).isEmpty());
        Files.delete(directory.resolve("f"));
        assertChanged(snapshot);
    }

    @Test
    void noticesEveryChangeButNotARewriteWithTheSameBytes() throws Exception {
        Path file = Files.writeString(directory.resolve("f"), "A=1\n");
        FileSnapshot snapshot = FileSnapshot.of(file);
        Files.writeString(file, "A=1\n");
        assertThatCode(snapshot::requireUnchanged).doesNotThrowAnyException();
        Files.writeString(file, "A=2\n");
        assertChanged(snapshot);
        Files.delete(file);
        assertChanged(snapshot);
        FileSnapshot none = FileSnapshot.of(file);
        Files.writeString(file, "");
        assertChanged(none);
    }

    @Test
    void whatACallerDoesToTheBytesIsItsOwnAffair() throws Exception {
        FileSnapshot snapshot = FileSnapshot.of(Files.writeString(directory.resolve("f"), "A=1\n"));
        snapshot.content().orElseThrow()[0] = 'X';
        assertThat(snapshot.content()).hasValue("A=1\n".getBytes(UTF_8));
        assertThatCode(snapshot::requireUnchanged).doesNotThrowAnyException();
    }

    @Test
    void followsLinksAndTakesADanglingOneForAMissingFile() throws Exception {
        Path file = Files.writeString(directory.resolve("f"), "A=1\n");
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);
        assertThat(FileSnapshot.of(link).content()).hasValue("A=1\n".getBytes(UTF_8));
        Files.delete(file);
        assertThat(FileSnapshot.of(link).existed()).isFalse();
    }

    @Test
    void refusesADirectory() {
        assertThatThrownBy(() -> FileSnapshot.of(directory)).isInstanceOfSatisfying(EnvdriftException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.FILE_ACCESS);
            assertThat(e.getMessage()).isEqualTo("Cannot read " + directory + ": is a directory");
        });
    }

    @Test
    void refusesWhatIsTooLargeBeforeReadingIt() throws Exception {
        Path file = directory.resolve("sparse");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(FileSnapshot.MAX_BYTES + 1);
        }
        assertThatThrownBy(() -> FileSnapshot.of(file)).hasMessageEndingWith("larger than 256 MiB");
    }

    private static void assertChanged(FileSnapshot snapshot) {
        assertThatThrownBy(snapshot::requireUnchanged)
                .isInstanceOfSatisfying(
                        EnvdriftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CHANGED_MEANWHILE));
    }
}

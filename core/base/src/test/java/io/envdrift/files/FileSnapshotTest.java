package io.envdrift.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
    void aLinkIsFollowedOnlyForTheUser() throws Exception {
        Path file = Files.writeString(directory.resolve("f"), "A=1\n");
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);
        assertThat(FileSnapshot.following(link).content()).hasValue("A=1\n".getBytes(UTF_8));
        assertThat(FileSnapshot.named(link).content()).hasValue("A=1\n".getBytes(UTF_8));
        assertThatThrownBy(() -> FileSnapshot.of(link)).hasMessageContaining("it is a symbolic link");
        Files.delete(file);
        assertThat(FileSnapshot.following(link).existed()).isFalse();
        assertThatThrownBy(() -> FileSnapshot.of(link)).hasMessageContaining("it is a symbolic link");
    }

    @Test
    void SEC_A14_aPipeIsOpenedOnlyForTheUserAndForALimitedTime() throws Exception {
        Path pipe = directory.resolve("pipe");
        assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0, "there is no mkfifo");
        assertThatThrownBy(() -> FileSnapshot.of(pipe)).hasMessageContaining("it is a pipe");
        assertThatThrownBy(() -> FileSnapshot.following(pipe)).hasMessageContaining("it is a pipe");
        assertThatThrownBy(() -> FileSnapshot.named(pipe, Duration.ZERO)).hasMessageContaining("within 0 s");
        Path other = directory.resolve("other");
        assumeTrue(new ProcessBuilder("mkfifo", other.toString()).start().waitFor() == 0, "there is no mkfifo");
        Thread writer = Thread.ofPlatform().start(() -> {
            try {
                Files.writeString(other, "A=1\n");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        assertThat(FileSnapshot.isStream(other)).isTrue();
        assertThat(FileSnapshot.named(other).content()).hasValue("A=1\n".getBytes(UTF_8));
        writer.join();
    }

    @Test
    void refusesADirectory() {
        assertThatThrownBy(() -> FileSnapshot.of(directory)).isInstanceOfSatisfying(EnvdriftException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.FILE_ACCESS);
            assertThat(e.getMessage()).isEqualTo("Cannot read " + directory + ": Is a directory");
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

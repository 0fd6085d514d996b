package io.envdrift.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.EnvdriftException;
import io.envdrift.files.AtomicFile;
import io.envdrift.files.FileAccess;
import io.envdrift.files.FileOperations;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultyFileOperationsTest {
    @TempDir
    Path folder;

    @Test
    void countsWhatAnAtomicWriteConsistsOf() {
        FaultyFileOperations counting = FaultyFileOperations.counting(FileOperations.system());
        new AtomicFile(counting).write(folder.resolve("x"), new byte[10], FileAccess.OWNER_ONLY);
        assertThat(counting.visited())
                .containsExactly("open", "write", "short write", "fsync", "rename", "directory fsync");
        assertThat(counting.reachedFault()).isFalse();
        assertThat(folder.resolve("x")).hasSize(10);
    }

    @Test
    void failsAtTheChosenOperationOnly() {
        FaultyFileOperations faulty = FaultyFileOperations.failingAt(5, FileOperations.system());
        AtomicFile files = new AtomicFile(faulty);
        assertThatThrownBy(() -> files.write(folder.resolve("x"), new byte[10], FileAccess.OWNER_ONLY))
                .isInstanceOf(EnvdriftException.class)
                .hasMessageContaining("injected failure of operation 5 (rename)");
        assertThat(faulty.reachedFault()).isTrue();
        assertThat(faulty.visited()).endsWith("rename", "delete");
        files.write(folder.resolve("x"), new byte[10], FileAccess.OWNER_ONLY);
        assertThat(folder.resolve("x")).exists();
    }

    @Test
    void aShortWriteLeavesHalfOfTheBytes() throws Exception {
        FaultyFileOperations faulty = FaultyFileOperations.failingAt(3, FileOperations.system());
        ByteBuffer bytes = ByteBuffer.wrap("12345678".getBytes(StandardCharsets.UTF_8));
        try (FileOperations.Output output = faulty.create(folder.resolve("x"), FileAccess.OWNER_ONLY)) {
            assertThatThrownBy(() -> output.write(bytes)).isInstanceOf(IOException.class);
        }
        assertThat(folder.resolve("x")).hasContent("1234");
    }

    @Test
    void haltsAProcessWithoutCleaningUp() throws Exception {
        ChildJvm child = ChildJvm.run(Halting.class, List.of(folder.toString()), Map.of("GREETING", "hello"));
        assertThat(child.exit()).isEqualTo(FaultyFileOperations.HALTED);
        assertThat(child.output()).isEqualTo("hello\n");
        try (var files = Files.list(folder)) {
            assertThat(files)
                    .singleElement()
                    .satisfies(file -> assertThat(file.toString()).endsWith(".tmp"));
        }
    }

    static final class Halting {
        private Halting() {}

        public static void main(String[] args) {
            System.out.print(System.getenv("GREETING") + "\n");
            System.out.flush();
            new AtomicFile(FaultyFileOperations.haltingAt(4, FileOperations.system()))
                    .write(Path.of(args[0], "x"), new byte[10], FileAccess.OWNER_ONLY);
        }
    }

    @Test
    void otherOperationsAreCountedToo() throws Exception {
        FaultyFileOperations counting = FaultyFileOperations.counting(FileOperations.system());
        AtomicFile files = new AtomicFile(counting);
        files.createDirectories(folder.resolve("a/b"));
        files.createNew(folder.resolve("a/b/x"), new byte[0], FileAccess.OWNER_ONLY);
        files.delete(folder.resolve("a/b/x"));
        assertThat(counting.visited())
                .containsExactly("create directories", "open", "fsync", "directory fsync", "delete", "directory fsync");
    }
}

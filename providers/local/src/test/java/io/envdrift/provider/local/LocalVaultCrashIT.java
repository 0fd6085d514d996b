package io.envdrift.provider.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.Secret;
import io.envdrift.files.AtomicFile;
import io.envdrift.files.FileOperations;
import io.envdrift.testkit.ChildJvm;
import io.envdrift.testkit.FaultyFileOperations;
import io.envdrift.vault.VaultException;
import io.envdrift.vault.VaultSecret;
import io.envdrift.vault.WriteCondition;
import io.envdrift.vault.WriteConflictException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A write that fails or is cut off at any of its operations leaves the old vault or the new one. */
class LocalVaultCrashIT {
    private static final List<String> OPERATIONS =
            List.of("open", "write", "short write", "fsync", "rename", "directory fsync");

    @TempDir
    Path folder;

    @BeforeEach
    void makeVault() {
        AtomicFile files = new AtomicFile(FileOperations.system());
        LocalVault.create(file(folder), LocalKey.createFile(folder.resolve("team.key"), files), files);
        write(folder, FileOperations.system(), "old");
    }

    private static Path file(Path folder) {
        return folder.resolve("team.vault");
    }

    private static LocalVault vault(Path folder, FileOperations operations) {
        return LocalVault.at(file(folder), LocalKey.file(folder.resolve("team.key")), new AtomicFile(operations));
    }

    private static void write(Path folder, FileOperations operations, String value) {
        vault(folder, operations).put("app-key", Secret.of(value), WriteCondition.always());
    }

    private String value() {
        return vault(folder, FileOperations.system()).get("app-key").value().reveal();
    }

    private List<String> fileNames() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private void requireOldOrNewThenWritable(int operation) throws IOException {
        boolean renamed = operation > OPERATIONS.indexOf("rename") + 1;
        assertThat(value()).isEqualTo(renamed ? "new" : "old");
        for (String name : fileNames()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))))
                    .as(name)
                    .isEqualTo("rw-------");
        }
        write(folder, FileOperations.system(), "old");
        assertThat(fileNames()).containsExactly("team.key", "team.vault");
    }

    @Test
    void aWriteConsistsOfTheOperationsThatAreTestedHere() {
        FaultyFileOperations counting = FaultyFileOperations.counting(FileOperations.system());
        write(folder, counting, "new");
        assertThat(counting.visited()).isEqualTo(OPERATIONS);
    }

    @Test
    void aFailureAtAnyOperationIsReportedAndLeavesOldOrNew() throws Exception {
        int visited = 0;
        for (int operation = 1; operation <= OPERATIONS.size(); operation++) {
            FaultyFileOperations faulty = FaultyFileOperations.failingAt(operation, FileOperations.system());
            assertThatThrownBy(() -> write(folder, faulty, "new"))
                    .isInstanceOf(VaultException.class)
                    .hasMessageContaining("injected failure");
            assertThat(faulty.reachedFault()).isTrue();
            visited++;
            assertThat(fileNames()).containsExactly("team.key", "team.vault");
            requireOldOrNewThenWritable(operation);
        }
        assertThat(visited).isEqualTo(OPERATIONS.size());
    }

    @Test
    void aProcessThatEndsAtAnyOperationLeavesOldOrNew() throws Exception {
        int visited = 0;
        for (int operation = 1; operation <= OPERATIONS.size(); operation++) {
            ChildJvm child = ChildJvm.run(
                    HaltingWriter.class, List.of(folder.toString(), Integer.toString(operation)), Map.of());
            assertThat(child.exit()).as(child.output()).isEqualTo(FaultyFileOperations.HALTED);
            visited++;
            requireOldOrNewThenWritable(operation);
        }
        assertThat(visited).isEqualTo(OPERATIONS.size());
        ChildJvm past = ChildJvm.run(
                HaltingWriter.class, List.of(folder.toString(), Integer.toString(OPERATIONS.size() + 1)), Map.of());
        assertThat(past.exit()).as(past.output()).isZero();
        assertThat(value()).isEqualTo("new");
    }

    /** Writes once, and halts at the operation of the given number. */
    static final class HaltingWriter {
        private HaltingWriter() {}

        public static void main(String[] args) {
            int operation = Integer.parseInt(args[1]);
            write(Path.of(args[0]), FaultyFileOperations.haltingAt(operation, FileOperations.system()), "new");
        }
    }

    @Test
    void makingAVaultFailsWholeOrNotAtAll() throws Exception {
        Path other = folder.resolve("other.vault");
        LocalKey key = LocalKey.file(folder.resolve("team.key"));
        FaultyFileOperations counting = FaultyFileOperations.counting(FileOperations.system());
        LocalVault.create(other, key, new AtomicFile(counting));
        Files.delete(other);
        int operations = counting.visited().size();
        assertThat(operations).isEqualTo(6);
        for (int operation = 1; operation <= operations; operation++) {
            FaultyFileOperations faulty = FaultyFileOperations.failingAt(operation, FileOperations.system());
            assertThatThrownBy(() -> LocalVault.create(other, key, new AtomicFile(faulty)))
                    .isInstanceOf(VaultException.class);
            if (operation == operations) {
                // Only its entry in the directory was not forced to the device: the vault is there as a whole.
                assertThat(LocalVault.at(other, key, new AtomicFile(FileOperations.system()))
                                .list(""))
                        .isEmpty();
                Files.delete(other);
            }
            assertThat(other).doesNotExist();
        }
    }

    @Test
    void writersInSeveralProcessesLoseNoUpdate() throws Exception {
        write(folder, FileOperations.system(), "0");
        int processes = 4;
        int updates = 10;
        List<Process> running = new ArrayList<>();
        for (int i = 0; i < processes; i++) {
            running.add(ChildJvm.start(
                    Counter.class,
                    List.of(folder.toString(), Integer.toString(updates)),
                    Map.of(),
                    folder.resolve("output-" + i)));
        }
        for (int i = 0; i < processes; i++) {
            assertThat(running.get(i).waitFor(120, TimeUnit.SECONDS)).isTrue();
            assertThat(running.get(i).exitValue())
                    .as(Files.readString(folder.resolve("output-" + i)))
                    .isZero();
        }
        assertThat(value()).isEqualTo(Integer.toString(processes * updates));
    }

    /** Counts a secret up with compare-and-set. */
    static final class Counter {
        private Counter() {}

        public static void main(String[] args) {
            LocalVault vault = vault(Path.of(args[0]), FileOperations.system());
            int conflicts = 0;
            for (int done = 0; done < Integer.parseInt(args[1]); ) {
                VaultSecret read = vault.get("app-key");
                String next = Integer.toString(Integer.parseInt(read.value().reveal()) + 1);
                try {
                    vault.put("app-key", Secret.of(next), WriteCondition.unchangedSince(Optional.of(read)));
                    done++;
                } catch (WriteConflictException e) {
                    conflicts++;
                }
            }
            System.out.println("conflicts: " + conflicts);
        }
    }
}

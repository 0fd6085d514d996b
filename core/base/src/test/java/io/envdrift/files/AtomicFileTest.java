package io.envdrift.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AtomicFileTest {
    private static final byte[] OLD = "OLD=1\n".getBytes(UTF_8);
    private static final byte[] NEW = "NEW=22\n".getBytes(UTF_8);

    @TempDir
    Path directory;

    private final AtomicFile files = new AtomicFile(FileOperations.system());

    @Test
    void createsAndReplaces() throws Exception {
        Path target = directory.resolve(".env.keys");
        files.write(target, OLD, FileAccess.OWNER_ONLY);
        assertThat(target).hasBinaryContent(OLD);
        files.write(target, NEW, FileAccess.OWNER_ONLY);
        assertThat(target).hasBinaryContent(NEW);
        assertThat(names()).containsExactly(".env.keys");
    }

    @Test
    void writesAnEmptyFileAndALargeOne() throws Exception {
        Path target = directory.resolve("f");
        files.write(target, new byte[0], FileAccess.USUAL);
        assertThat(target).isEmptyFile();
        byte[] large = new byte[3 << 20];
        large[large.length - 1] = 7;
        files.write(target, large, FileAccess.USUAL);
        assertThat(target).hasBinaryContent(large);
    }

    @Test
    void aModeThatWasWiderDoesNotSurvive() throws Exception {
        Path target = Files.write(directory.resolve("f"), OLD);
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-rw-rw-"));
        files.write(target, NEW, FileAccess.OWNER_ONLY);
        assertThat(mode(target)).isEqualTo("rw-------");
    }

    @Test
    void aLinkAtTheTargetIsReplacedAndWhatItPointsToStays() throws Exception {
        Path canary = Files.write(directory.resolve("canary"), OLD);
        Path target = Files.createSymbolicLink(directory.resolve("f"), canary);
        files.write(target, NEW, FileAccess.OWNER_ONLY);
        assertThat(canary).hasBinaryContent(OLD);
        assertThat(target).hasBinaryContent(NEW);
        assertThat(Files.isSymbolicLink(target)).isFalse();
    }

    @Test
    void aDanglingLinkAtTheTargetIsReplacedAndItsTargetNotMade() throws Exception {
        Path target = Files.createSymbolicLink(directory.resolve("f"), directory.resolve("nowhere"));
        files.write(target, NEW, FileAccess.OWNER_ONLY);
        assertThat(directory.resolve("nowhere")).doesNotExist();
        assertThat(Files.isSymbolicLink(target)).isFalse();
    }

    @Test
    void refusesADirectoryEvenAnEmptyOne() throws Exception {
        Path target = Files.createDirectory(directory.resolve("f"));
        assertThatThrownBy(() -> files.write(target, NEW, FileAccess.OWNER_ONLY))
                .isInstanceOfSatisfying(EnvdriftException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.FILE_ACCESS);
                    assertThat(e.getMessage()).endsWith("Is a directory");
                });
        assertThat(target).isDirectory();
        assertThat(names()).containsExactly("f");
    }

    @Test
    void saysThatTheDirectoryIsMissing() {
        assertThatThrownBy(() -> files.write(directory.resolve("no/f"), NEW, FileAccess.OWNER_ONLY))
                .isInstanceOfSatisfying(
                        EnvdriftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FILE_NOT_FOUND));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void afterAFailureOfAnyOperationTheFileIsOldOrNewAndNothingElseIsThere(boolean existed) throws Exception {
        List<String> operations = operationsOfAWrite();
        assertThat(operations)
                .containsExactly("create", "write", "rest of write", "sync", "close", "rename", "sync directory");
        for (int faulty = 1; faulty <= operations.size(); faulty++) {
            Path folder = Files.createDirectory(directory.resolve("at" + faulty));
            Path target = folder.resolve("f");
            if (existed) {
                Files.write(target, OLD);
            }
            AtomicFile failing = new AtomicFile(failingAt(faulty, faulty));
            assertThatThrownBy(() -> failing.write(target, NEW, FileAccess.OWNER_ONLY))
                    .isInstanceOfSatisfying(EnvdriftException.class, e -> {
                        assertThat(e.code()).isEqualTo(ErrorCode.FILE_ACCESS);
                        assertThat(e.getMessage()).isEqualTo("Cannot write " + target + ": no space left on device");
                        assertThat(e.hint()).contains("free some space; nothing was changed");
                    });
            boolean renamed = operations.get(faulty - 1).equals("sync directory");
            if (existed || renamed) {
                assertThat(target).hasBinaryContent(renamed ? NEW : OLD);
            }
            assertThat(names(folder)).isEqualTo(existed || renamed ? List.of("f") : List.of());
        }
    }

    @Test
    void aTemporaryFileThatCouldNotBeRemovedIsSweptLater() throws Exception {
        Path target = Files.write(directory.resolve("f"), OLD);
        AtomicFile failing = new AtomicFile(failingAt(3, Integer.MAX_VALUE));
        assertThatThrownBy(() -> failing.write(target, NEW, FileAccess.OWNER_ONLY))
                .isInstanceOf(EnvdriftException.class)
                .cause()
                .hasSuppressedException(new FileSystemException("f", null, "No space left on device"));
        assertThat(names()).hasSize(2);
        files.sweep(target);
        assertThat(names()).containsExactly("f");
        assertThat(target).hasBinaryContent(OLD);
    }

    @Test
    void sweepsOnlyItsOwnTemporaryFiles() throws Exception {
        for (String name : List.of(
                "f",
                "f.0123456789abcdef.tmp",
                "f.0123456789abcde.tmp",
                "f.0123456789ABCDEF.tmp",
                "f.0123456789abcdef.tmp.bak",
                "fg.0123456789abcdef.tmp",
                "f.tmp")) {
            Files.write(directory.resolve(name), OLD);
        }
        files.sweep(directory.resolve("f"));
        assertThat(names())
                .containsExactly(
                        "f",
                        "f.0123456789ABCDEF.tmp",
                        "f.0123456789abcde.tmp",
                        "f.0123456789abcdef.tmp.bak",
                        "f.tmp",
                        "fg.0123456789abcdef.tmp");
    }

    @Test
    void sweepingAWholeDirectoryThatIsGoneIsAnErrorOfOneLine() {
        assertThatThrownBy(() -> files.sweep(directory.resolve("no/f")))
                .isInstanceOfSatisfying(
                        EnvdriftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FILE_NOT_FOUND));
    }

    @Test
    void createNewClaimsANameOnce() throws Exception {
        Path target = directory.resolve("backup");
        assertThat(files.createNew(target, OLD, FileAccess.OWNER_ONLY)).isTrue();
        assertThat(files.createNew(target, NEW, FileAccess.OWNER_ONLY)).isFalse();
        assertThat(target).hasBinaryContent(OLD);
        assertThat(mode(target)).isEqualTo("rw-------");
    }

    @Test
    void createNewDoesNotFollowALink() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("backup"), directory.resolve("nowhere"));
        assertThat(files.createNew(link, NEW, FileAccess.OWNER_ONLY)).isFalse();
        assertThat(directory.resolve("nowhere")).doesNotExist();
    }

    @Test
    void aFailedCreateNewLeavesNothing() throws Exception {
        Path target = directory.resolve("backup");
        for (int faulty = 1; faulty <= 6; faulty++) {
            AtomicFile failing = new AtomicFile(failingAt(faulty, faulty));
            assertThatThrownBy(() -> failing.createNew(target, NEW, FileAccess.OWNER_ONLY))
                    .isInstanceOf(EnvdriftException.class);
            assertThat(names()).isEmpty();
        }
    }

    @Test
    void createNewThatCannotEvenBeginKeepsAFileOfThatName() throws Exception {
        // As when the process has too many open files: then the system does not look whether the name is taken.
        Path target = Files.write(directory.resolve("backup"), OLD);
        AtomicFile failing = new AtomicFile(failingAt(1, 1));
        assertThatThrownBy(() -> failing.createNew(target, NEW, FileAccess.OWNER_ONLY))
                .isInstanceOf(EnvdriftException.class);
        assertThat(target).hasBinaryContent(OLD);
    }

    @Test
    void deletesWhatIsThereAndIsContentWithWhatIsNot() throws Exception {
        Path target = Files.write(directory.resolve("f"), OLD);
        files.delete(target);
        files.delete(target);
        assertThat(names()).isEmpty();
        AtomicFile failing = new AtomicFile(failingAt(1, 1));
        assertThatThrownBy(() -> failing.delete(target))
                .isInstanceOf(EnvdriftException.class)
                .hasMessageStartingWith("Cannot remove ");
    }

    @Test
    void newDirectoriesAreTheOwnersAlone() throws Exception {
        files.createDirectories(directory.resolve("a/b"));
        assertThat(mode(directory.resolve("a"))).isEqualTo("rwx------");
        assertThat(mode(directory.resolve("a/b"))).isEqualTo("rwx------");
        Files.write(directory.resolve("file"), OLD);
        assertThatThrownBy(() -> files.createDirectories(directory.resolve("file/b")))
                .isInstanceOf(EnvdriftException.class)
                .hasMessageStartingWith("Cannot create ");
    }

    @ParameterizedTest(name = "umask {0}")
    @CsvSource({
        "000, rw-------, rw-rw-rw-, rwxrwxrwx",
        "022, rw-------, rw-r--r--, rwxr-xr-x",
        "077, rw-------, rw-------, rwx------",
    })
    void aFileHasItsModeFromBirthWhateverTheUmask(String umask, String ownerOnly, String usual, String executable)
            throws Exception {
        Process child = new ProcessBuilder(
                        "sh",
                        "-c",
                        "umask " + umask + "; exec \"$@\"",
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BirthCertificates.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String printed = new String(child.getInputStream().readAllBytes(), UTF_8);
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(printed.lines())
                .containsExactly(Stream.of(ownerOnly, ownerOnly, ownerOnly, usual, usual, executable)
                        .flatMap(mode -> Stream.of(mode, mode))
                        .toArray(String[]::new));
    }

    /** Writes a file of every access, and prints its mode before its first byte, and at the end. */
    static final class BirthCertificates {
        private BirthCertificates() {}

        public static void main(String[] args) throws Exception {
            AtomicFile watched = new AtomicFile(new WatchedOperations((operation, file) -> {
                if (operation.equals("write")) {
                    System.out.println(mode(file));
                }
            }));
            for (FileAccess access : FileAccess.values()) {
                Path target = Path.of(args[0], access.name());
                watched.write(target, NEW, access);
                System.out.println(mode(target));
            }
        }
    }

    private List<String> operationsOfAWrite() throws IOException {
        List<String> visited = new ArrayList<>();
        new AtomicFile(new WatchedOperations((operation, file) -> visited.add(operation)))
                .write(Files.createDirectory(directory.resolve("counted")).resolve("f"), NEW, FileAccess.OWNER_ONLY);
        return visited;
    }

    /** Fails at all operations from one number to another, counted from 1. */
    private static FileOperations failingAt(int first, int last) {
        int[] count = {0};
        return new WatchedOperations((operation, file) -> {
            count[0]++;
            if (first <= count[0] && count[0] <= last) {
                throw new FileSystemException("f", null, "No space left on device");
            }
        });
    }

    private List<String> names() throws IOException {
        return names(directory);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}

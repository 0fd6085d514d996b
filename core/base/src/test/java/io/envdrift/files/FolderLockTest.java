package io.envdrift.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void isOwnerOnlyWhileHeldAndGoneAfterwards() throws Exception {
        Path file = folder.resolve(FolderLock.FILE_NAME);
        try (FolderLock lock = FolderLock.acquire(List.of(folder), LONG)) {
            assertThat(lock).isNotNull();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
        assertThat(file).doesNotExist();
    }

    @Test
    void refusesAfterTheLimitWhileAnotherThreadHoldsIt() throws Exception {
        try (FolderLock lock = FolderLock.acquire(List.of(folder), LONG)) {
            assertThat(lock).isNotNull();
            assertThatThrownBy(this::acquireInAnotherThread)
                    .cause()
                    .isInstanceOfSatisfying(
                            EnvdriftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LOCKED));
        }
    }

    private void acquireInAnotherThread() {
        CompletableFuture.runAsync(() -> FolderLock.acquire(List.of(folder), Duration.ofMillis(20))
                        .close())
                .join();
    }

    @Test
    void sixProcessesThatCountInAFileLoseNothing() throws Exception {
        int processes = 6;
        int rounds = 40;
        List<Process> running = new ArrayList<>();
        for (int i = 0; i < processes; i++) {
            running.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Counter.class.getName(),
                            folder.toString(),
                            Integer.toString(rounds))
                    .inheritIO()
                    .start());
        }
        for (Process process : running) {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        }
        assertThat(folder.resolve("count")).hasContent(Integer.toString(processes * rounds));
        assertThat(folder.resolve(FolderLock.FILE_NAME)).doesNotExist();
    }

    /** Adds to a number in a file: loses counts unless the lock excludes other processes. */
    static final class Counter {
        private Counter() {}

        public static void main(String[] args) throws Exception {
            Path folder = Path.of(args[0]);
            Path file = folder.resolve("count");
            for (int i = 0; i < Integer.parseInt(args[1]); i++) {
                try (FolderLock lock = FolderLock.acquire(List.of(folder), LONG)) {
                    int before = Files.exists(file) ? Integer.parseInt(Files.readString(file)) : 0;
                    new AtomicFile(FileOperations.system())
                            .write(file, Integer.toString(before + 1).getBytes("UTF-8"), FileAccess.OWNER_ONLY);
                    assertThat(lock).isNotNull();
                }
            }
        }
    }

    @Test
    void aLockFileThatWasLeftBehindDoesNotBlock() throws Exception {
        Files.createFile(folder.resolve(FolderLock.FILE_NAME));
        try (FolderLock lock = FolderLock.acquire(List.of(folder), Duration.ofSeconds(1))) {
            assertThat(lock).isNotNull();
        }
    }

    @Test
    void aLockFileThatIsALinkIsRefused() throws Exception {
        Path victim = Files.writeString(folder.resolve("victim"), "canary");
        Files.createSymbolicLink(folder.resolve(FolderLock.FILE_NAME), victim);
        assertThatThrownBy(() -> FolderLock.acquire(List.of(folder), Duration.ofMillis(20)))
                .isInstanceOf(EnvdriftException.class);
        assertThat(victim).hasContent("canary");
    }

    @Test
    void oneFolderNamedTwiceIsLockedOnce() throws Exception {
        try (FolderLock lock =
                FolderLock.acquire(List.of(folder, folder.resolve("."), folder), Duration.ofSeconds(1))) {
            assertThat(lock).isNotNull();
        }
    }

    @Test
    void SEC_A17_aLinkToAFolderIsNoFolderThatWasChecked() throws Exception {
        Path real = Files.createDirectory(folder.resolve("real"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);
        assertThatThrownBy(() -> FolderLock.acquire(List.of(link), Duration.ofSeconds(1)))
                .isInstanceOfSatisfying(
                        EnvdriftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CHANGED_MEANWHILE));
        FolderLock.acquireOwn(link, Duration.ofSeconds(1)).close();
        assertThat(real.resolve(FolderLock.FILE_NAME)).doesNotExist();
    }

    @Test
    void SEC_A13_aLockFileThatIsAnotherNameOfAFileIsRefused() throws Exception {
        Path victim = Files.writeString(folder.resolve("victim"), "canary");
        Files.createLink(folder.resolve(FolderLock.FILE_NAME), victim);
        assertThatThrownBy(() -> FolderLock.acquire(List.of(folder), Duration.ofMillis(20)))
                .isInstanceOf(EnvdriftException.class)
                .hasMessageContaining("hard link");
        assertThat(victim).hasContent("canary");
    }

    @Test
    void theSameThreadMayTakeItAgainAndHoldsItUntilTheFirstIsClosed() throws Exception {
        Path file = folder.resolve(FolderLock.FILE_NAME);
        try (FolderLock outer = FolderLock.acquire(List.of(folder), LONG)) {
            try (FolderLock inner = FolderLock.acquire(List.of(folder), LONG)) {
                assertThat(inner).isNotSameAs(outer);
            }
            assertThat(file).exists();
            assertThatThrownBy(this::acquireInAnotherThread).hasCauseInstanceOf(EnvdriftException.class);
        }
        assertThat(file).doesNotExist();
    }

    @Test
    void isFreeAgainForTheNextAndForTheSameThread() {
        for (int i = 0; i < 3; i++) {
            FolderLock lock = FolderLock.acquire(List.of(folder), Duration.ofSeconds(1));
            lock.close();
            lock.close();
        }
        assertThat(folder.resolve(FolderLock.FILE_NAME)).doesNotExist();
    }

    @Test
    void twoThreadsThatNameTwoFoldersInOppositeOrderDoNotWaitForEachOther() throws Exception {
        Path one = Files.createDirectory(folder.resolve("one"));
        Path two = Files.createDirectory(folder.resolve("two"));
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (List<Path> order : List.of(List.of(one, two), List.of(two, one))) {
            threads.add(Thread.ofPlatform()
                    .uncaughtExceptionHandler((thread, failure) -> failures.add(failure))
                    .start(() -> {
                        for (int i = 0; i < 200; i++) {
                            FolderLock.acquire(order, LONG).close();
                        }
                    }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
    }

    @Test
    void whatCannotBeLockedGivesBackWhatWas() throws Exception {
        Path missing = folder.resolve("zz-missing");
        assertThatThrownBy(() -> FolderLock.acquire(List.of(folder, missing), LONG))
                .isInstanceOfSatisfying(
                        EnvdriftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FILE_NOT_FOUND));
        Path blocked = Files.createDirectory(folder.resolve("zz-blocked"));
        Files.createDirectory(blocked.resolve(FolderLock.FILE_NAME));
        assertThatThrownBy(() -> FolderLock.acquire(List.of(folder, blocked), LONG))
                .isInstanceOf(EnvdriftException.class)
                .hasMessageStartingWith("Cannot lock " + blocked);
        Thread other = Thread.ofPlatform()
                .start(() -> FolderLock.acquire(List.of(folder), Duration.ofSeconds(1))
                        .close());
        other.join();
        assertThat(folder.resolve(FolderLock.FILE_NAME)).doesNotExist();
    }

    @Test
    void anInterruptedWaiterSaysSoAndStaysInterrupted() throws Exception {
        List<ErrorCode> codes = Collections.synchronizedList(new ArrayList<>());
        List<Boolean> interrupted = Collections.synchronizedList(new ArrayList<>());
        try (FolderLock lock = FolderLock.acquire(List.of(folder), LONG)) {
            assertThat(lock).isNotNull();
            Thread other = Thread.ofPlatform().start(() -> {
                try {
                    FolderLock.acquire(List.of(folder), LONG).close();
                } catch (EnvdriftException e) {
                    codes.add(e.code());
                    interrupted.add(Thread.currentThread().isInterrupted());
                }
            });
            other.interrupt();
            other.join();
        }
        assertThat(codes).containsExactly(ErrorCode.INTERRUPTED);
        assertThat(interrupted).containsExactly(true);
    }
}

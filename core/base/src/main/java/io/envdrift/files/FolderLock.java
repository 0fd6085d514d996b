package io.envdrift.files;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Excludes other writers of folders, in this process and in others, until it is closed.
 *
 * <p>Each folder has a lock file {@value #FILE_NAME} (0600) that exists only while somebody holds or awaits the lock. Its
 * holder removes it; a waiter that got a lock on a removed file notices and starts over. Several folders are locked in
 * sorted order, so two processes cannot wait for each other.
 */
public final class FolderLock implements AutoCloseable {
    /** Name of the lock file; the ignore line {@code .env.keys*} covers it. */
    public static final String FILE_NAME = ".env.keys.lock";

    private static final Map<Path, ReentrantLock> IN_PROCESS = new ConcurrentHashMap<>();
    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long LARGEST_TOKEN = 1 << 24;

    private final List<Held> held = new ArrayList<>();
    private boolean closed;

    private record Held(Path file, ReentrantLock inProcess, FileChannel channel) {}

    private FolderLock() {}

    /**
     * Waits for the locks of all folders.
     *
     * @param folders existing directories
     * @throws EnvdriftException {@code LOCKED} when another writer does not finish within the limit; {@code FILE_ACCESS}
     *     when a lock file cannot be made
     */
    public static FolderLock acquire(Collection<Path> folders, Duration limit) {
        ExitGate.enter();
        FolderLock lock = new FolderLock();
        long end = System.nanoTime() + limit.toNanos();
        try {
            for (Path folder : sorted(folders)) {
                lock.held.add(acquireOne(folder.resolve(FILE_NAME), end));
            }
            return lock;
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    @Override
    public void close() {
        for (Held one : held.reversed()) {
            try (FileChannel channel = one.channel) {
                // Removed while still locked: whoever waits for this file finds it gone and starts over.
                Files.deleteIfExists(one.file);
            } catch (IOException e) {
                // The lock itself ends with the channel; a lock file that stays behind harms nobody.
                continue;
            } finally {
                one.inProcess.unlock();
            }
        }
        held.clear();
        if (!closed) {
            closed = true;
            ExitGate.leave();
        }
    }

    private static TreeSet<Path> sorted(Collection<Path> folders) {
        TreeSet<Path> sorted = new TreeSet<>();
        for (Path folder : folders) {
            try {
                sorted.add(folder.toRealPath());
            } catch (IOException e) {
                throw FileErrors.failed("lock", folder, e);
            }
        }
        return sorted;
    }

    private static Held acquireOne(Path file, long end) {
        ReentrantLock inProcess = IN_PROCESS.computeIfAbsent(file, any -> new ReentrantLock());
        try {
            if (!inProcess.tryLock(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                throw busy(file);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted(file);
        }
        try {
            requireOpenGate(file);
            return new Held(file, inProcess, lockFile(file, end));
        } catch (IOException e) {
            inProcess.unlock();
            throw FileErrors.failed("lock", Objects.requireNonNull(file.getParent()), e);
        } catch (RuntimeException e) {
            inProcess.unlock();
            throw e;
        }
    }

    /** A waiter holds the gate open, too: one that went on waiting would hold up the end of the process. */
    private static void requireOpenGate(Path file) {
        if (ExitGate.isClosing()) {
            throw interrupted(file);
        }
    }

    private static EnvdriftException interrupted(Path file) {
        return new EnvdriftException(ErrorCode.INTERRUPTED, "Interrupted while waiting for " + file);
    }

    private static FileChannel lockFile(Path file, long end) throws IOException {
        long pause = FIRST_PAUSE_NANOS;
        while (true) {
            FileChannel channel = tryLock(file);
            if (channel != null) {
                return channel;
            }
            requireOpenGate(file);
            if (Thread.currentThread().isInterrupted()) {
                throw interrupted(file);
            }
            if (end - System.nanoTime() <= 0) {
                throw busy(file);
            }
            LockSupport.parkNanos(pause);
            pause = Math.min(pause * 2, LONGEST_PAUSE_NANOS);
        }
    }

    private static @Nullable FileChannel tryLock(Path file) throws IOException {
        FileChannel channel = open(file);
        boolean locked = false;
        try {
            FileLock lock = channel.tryLock();
            locked = lock != null && isStill(file, channel);
            return locked ? channel : null;
        } finally {
            if (!locked) {
                channel.close();
            }
        }
    }

    private static FileChannel open(Path file) throws IOException {
        FileAttribute<?>[] ownerOnly =
                file.getFileSystem().supportedFileAttributeViews().contains("posix")
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0];
        return FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                ownerOnly);
    }

    /**
     * Tells whether the locked channel is the file that has the name now: the holder gives it a random length (one byte
     * behind a hole) and asks for the length by name. Opening the file a second time instead would end the lock, because
     * POSIX drops a process's locks on a file with the first descriptor it closes.
     */
    private static boolean isStill(Path file, FileChannel channel) throws IOException {
        long position = ThreadLocalRandom.current().nextLong(LARGEST_TOKEN);
        channel.truncate(0);
        channel.write(ByteBuffer.allocate(1), position);
        try {
            return Files.size(file) == position + 1;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static EnvdriftException busy(Path file) {
        return new EnvdriftException(
                ErrorCode.LOCKED,
                "Another envdrift process is writing in " + file.getParent(),
                "wait until it has finished, then run the command again");
    }
}

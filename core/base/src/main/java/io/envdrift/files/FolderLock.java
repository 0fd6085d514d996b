package io.envdrift.files;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
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
 *
 * <p>A thread that holds the lock of a folder may take it again, as a rotation does whose local vault lies beside the keys
 * file.
 *
 * <p>A locked folder is held: what this thread reads and writes in it until the lock is closed is in the folder that was
 * locked, also when another is put in its place ({@code CHANGED_MEANWHILE} then).
 */
public final class FolderLock implements AutoCloseable {
    /** Name of the lock file; the ignore line {@code .env.keys*} covers it. */
    public static final String FILE_NAME = ".env.keys.lock";

    private static final Map<Path, ReentrantLock> IN_PROCESS = new ConcurrentHashMap<>();
    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long LARGEST_TOKEN = 1 << 24;

    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final List<Held> held = new ArrayList<>();
    private boolean closed;

    /** Folder and channel are those of the first of several locks that one thread holds on one folder. */
    private record Held(
            Path file,
            ReentrantLock inProcess,
            @Nullable HeldFolder folder,
            @Nullable FileChannel channel) {}

    private FolderLock() {}

    /**
     * Waits for the locks of all folders.
     *
     * @param folders existing directories, without links in their paths: what a check said of a folder holds for this folder
     *     alone, and not for what a link leads to that was put in its place
     * @throws EnvdriftException {@code LOCKED} when another writer does not finish within the limit; {@code FILE_ACCESS}
     *     when a lock file cannot be made, or is none of ours; {@code CHANGED_MEANWHILE} when a link leads to a folder
     */
    public static FolderLock acquire(Collection<Path> folders, Duration limit) {
        ExitGate.enter();
        FolderLock lock = new FolderLock();
        long end = System.nanoTime() + limit.toNanos();
        try {
            for (Path folder : sorted(folders)) {
                lock.held.add(acquireOne(folder, end));
            }
            return lock;
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /**
     * Waits for the lock of the user's own folder, as one below the home directory, which links may lead to.
     *
     * @throws EnvdriftException as {@link #acquire}
     */
    public static FolderLock acquireOwn(Path folder, Duration limit) {
        try {
            return acquire(List.of(folder.toRealPath()), limit);
        } catch (IOException e) {
            throw FileErrors.failed("lock", folder, e);
        }
    }

    @Override
    public void close() {
        for (Held one : held.reversed()) {
            try (HeldFolder folder = one.folder;
                    FileChannel channel = one.channel) {
                if (folder != null) {
                    // Removed while still locked: whoever waits for this file finds it gone and starts over.
                    folder.delete(one.file);
                }
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
                Path asked = folder.toAbsolutePath();
                Path real = folder.toRealPath();
                if (!real.equals(asked) && !real.equals(asked.normalize())) {
                    throw new FolderReplacedException(folder);
                }
                sorted.add(real);
            } catch (IOException e) {
                throw FileErrors.failed("lock", folder, e);
            }
        }
        return sorted;
    }

    private static Held acquireOne(Path folder, long end) {
        Path file = folder.resolve(FILE_NAME);
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
            if (inProcess.getHoldCount() > 1) {
                return new Held(file, inProcess, null, null);
            }
            return held(folder, file, inProcess, end);
        } catch (IOException e) {
            inProcess.unlock();
            throw FileErrors.failed("lock", folder, e);
        } catch (RuntimeException e) {
            inProcess.unlock();
            throw e;
        }
    }

    private static Held held(Path folder, Path file, ReentrantLock inProcess, long end) throws IOException {
        HeldFolder opened = HeldFolder.open(folder);
        boolean locked = false;
        try {
            Held held = new Held(file, inProcess, opened, lockFile(opened, file, end));
            locked = true;
            return held;
        } finally {
            if (!locked) {
                opened.close();
            }
        }
    }

    /** A waiter holds the gate open, so one that went on waiting would delay the end of the process. */
    private static void requireOpenGate(Path file) {
        if (ExitGate.isClosing()) {
            throw interrupted(file);
        }
    }

    private static EnvdriftException interrupted(Path file) {
        return new EnvdriftException(ErrorCode.INTERRUPTED, "Interrupted while waiting for " + file);
    }

    private static FileChannel lockFile(HeldFolder folder, Path file, long end) throws IOException {
        long pause = FIRST_PAUSE_NANOS;
        while (true) {
            FileChannel channel = tryLock(folder, file);
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

    private static @Nullable FileChannel tryLock(HeldFolder folder, Path file) throws IOException {
        FileChannel channel = open(folder, file);
        if (channel == null) {
            return null;
        }
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

    /**
     * Creates the lock file, or opens the existing one; returns nothing when the file was created or removed meanwhile.
     * An existing file is overwritten in place, so it must be ours: a regular file with one name, no larger than our
     * lock files become. It is opened for reading too, because such an open never blocks, whatever is put in its place.
     */
    private static @Nullable FileChannel open(HeldFolder folder, Path file) throws IOException {
        try {
            FileChannel made =
                    channel(folder, file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OWNER_ONLY);
            FileInheritance.ownAnew(file);
            return made;
        } catch (FileAlreadyExistsException e) {
            try {
                requireOurs(file);
                return channel(folder, file, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE));
            } catch (NoSuchFileException gone) {
                return null;
            }
        }
    }

    private static FileChannel channel(
            HeldFolder folder, Path file, Set<StandardOpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        if (folder.channel(file, options, posix ? attributes : new FileAttribute<?>[0])
                instanceof FileChannel channel) {
            return channel;
        }
        throw new IOException("the file system has no locks");
    }

    private static void requireOurs(Path file) throws IOException {
        FileKind kind = FileKind.of(file);
        if (kind == FileKind.ABSENT) {
            throw new NoSuchFileException(file.toString());
        }
        if (kind != FileKind.REGULAR) {
            throw foreign(" is " + kind.words() + ", not a lock file of envdrift");
        }
        if (FileKind.hardLinks(file) > 1) {
            throw foreign(" is another name of a file elsewhere (a hard link), not a lock file of envdrift");
        }
        if (FileKind.size(file) > LARGEST_TOKEN) {
            throw foreign(" is larger than a lock file of envdrift");
        }
    }

    private static IOException foreign(String what) {
        return new FileFault.Found(FileFault.FOREIGN_LOCK, FILE_NAME + what);
    }

    /**
     * Tells whether the locked file is still the file at the path: the holder sets the locked file to a random length
     * (one byte behind a hole) and compares it with the length of the file at the path. Opening the path a second time
     * would end the lock, because POSIX drops all locks that a process has on a file when it closes any descriptor of
     * that file.
     */
    private static boolean isStill(Path file, FileChannel channel) throws IOException {
        long position = ThreadLocalRandom.current().nextLong(LARGEST_TOKEN);
        channel.truncate(0);
        channel.write(ByteBuffer.allocate(1), position);
        try {
            return FileKind.size(file) == position + 1;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static EnvdriftException busy(Path file) {
        return new EnvdriftException(
                        ErrorCode.LOCKED,
                        "Another envdrift process is writing in " + file.getParent(),
                        "wait until it has finished, then run the command again")
                .at(file);
    }
}

package io.envdrift.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds a folder open from the check of the folder to the last rename in it, so that nobody can put another folder in
 * its place in between.
 *
 * <p>Where the platform has {@link SecureDirectoryStream}, the folder is opened part by part, no link followed, and
 * held by its descriptor: whatever happens in it afterwards happens in that folder, also when its name leads elsewhere.
 * Elsewhere the folder's identity is compared before and after each step.
 *
 * <p>{@link FolderLock} holds the folders that it locks, for the thread that locked them; reads and writes of this
 * thread in such a folder go through it by themselves.
 */
final class HeldFolder implements Closeable {
    private static final ThreadLocal<Map<Path, HeldFolder>> HELD = ThreadLocal.withInitial(HashMap::new);
    /**
     * Directories above the held folders, kept open: a thousand sibling folders cost a thousand openings, not ten times
     * as many.
     */
    private static final Map<Path, SecureDirectoryStream<Path>> ABOVE = new LinkedHashMap<>();

    private static final int MOST_ABOVE = 16;

    private final Path path;
    private final @Nullable SecureDirectoryStream<Path> descriptor;
    private final @Nullable Object identity;
    private final Set<Path> names = new HashSet<>();

    private HeldFolder(Path path, @Nullable SecureDirectoryStream<Path> descriptor, @Nullable Object identity) {
        this.path = path;
        this.descriptor = descriptor;
        this.identity = identity;
    }

    /**
     * Opens a folder for the current thread.
     *
     * @param folder absolute, without links
     * @throws FolderReplacedException when a link is, or comes, in its place
     */
    static HeldFolder open(Path folder) throws IOException {
        requireReal(folder);
        HeldFolder held = remembered(folder).orElse(null);
        if (held == null) {
            held = open(folder, false);
        }
        try {
            held.requireInPlace();
        } catch (IOException e) {
            held.release();
            throw e;
        }
        held.register(folder);
        return held;
    }

    /** Opens a folder through the directories above it that are kept open, which may have been replaced. */
    private static Optional<HeldFolder> remembered(Path folder) throws IOException {
        try {
            HeldFolder held = open(folder, true);
            if (held.isInPlace()) {
                return Optional.of(held);
            }
            held.release();
        } catch (IOException e) {
            // Tried again from the top.
        }
        forgetAbove();
        return Optional.empty();
    }

    /** Also finds this folder by another name that leads to it. */
    void register(Path name) {
        HELD.get().put(name, this);
        names.add(name);
    }

    /** Returns the folder that a file lies in, when this thread holds it. */
    static Optional<HeldFolder> of(Path file) {
        Map<Path, HeldFolder> held = HELD.get();
        return held.isEmpty() ? Optional.empty() : Optional.ofNullable(held.get(parentOf(file)));
    }

    /** Returns the folder itself, when this thread holds it. */
    static Optional<HeldFolder> at(Path folder) {
        return Optional.ofNullable(HELD.get().get(folder.toAbsolutePath()));
    }

    private static Path parentOf(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file has a folder");
    }

    private static Path nameOf(Path file) {
        return Objects.requireNonNull(file.getFileName(), "a file has a name");
    }

    /** Opens a file of this folder; a link at its name is never followed. */
    SeekableByteChannel channel(Path file, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        Set<OpenOption> all = new HashSet<>(options);
        all.add(LinkOption.NOFOLLOW_LINKS);
        return descriptor == null
                ? Files.newByteChannel(file, all, attributes)
                : descriptor.newByteChannel(nameOf(file), all, attributes);
    }

    /** Returns what the file system says about a file of this folder; a link is not followed. */
    Optional<BasicFileAttributeView> attributes(Path file) {
        return Optional.ofNullable(descriptor)
                .map(open -> open.getFileAttributeView(
                        nameOf(file), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS));
    }

    /** Returns owner, group and mode of a file of this folder; a link is not followed. */
    Optional<PosixFileAttributeView> posix(Path file) {
        return Optional.ofNullable(descriptor)
                .map(open -> open.getFileAttributeView(
                        nameOf(file), PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS));
    }

    /** Returns owner, group and mode of the folder. */
    Optional<PosixFileAttributeView> posix() {
        return Optional.ofNullable(descriptor).map(open -> open.getFileAttributeView(PosixFileAttributeView.class));
    }

    void rename(Path from, Path to) throws IOException {
        requireInPlace();
        if (descriptor == null) {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } else {
            descriptor.move(nameOf(from), descriptor, nameOf(to));
        }
        requireInPlace();
    }

    void delete(Path file) throws IOException {
        if (descriptor == null) {
            Files.deleteIfExists(file);
            return;
        }
        try {
            descriptor.deleteFile(nameOf(file));
        } catch (NoSuchFileException e) {
            // That is what was wanted.
            return;
        }
    }

    /** Forces the folder's entries to the device. */
    void sync() throws IOException {
        if (descriptor == null) {
            return;
        }
        try (SeekableByteChannel channel = descriptor.newByteChannel(Path.of("."), Set.of(StandardOpenOption.READ))) {
            if (channel instanceof FileChannel file) {
                file.force(true);
            }
        }
    }

    /** Tells whether entries can be forced through a descriptor. */
    boolean isOpen() {
        return descriptor != null;
    }

    /** Throws unless the folder's name still leads to this folder. */
    void requireInPlace() throws IOException {
        if (!isInPlace()) {
            throw new FolderReplacedException(path);
        }
    }

    private boolean isInPlace() throws IOException {
        if (identity == null) {
            return true;
        }
        try {
            return identity.equals(identityOf(path)) && path.toRealPath().equals(path);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        Map<Path, HeldFolder> held = HELD.get();
        names.forEach(held::remove);
        release();
    }

    private void release() throws IOException {
        if (descriptor != null) {
            descriptor.close();
        }
    }

    private static void requireReal(Path folder) throws IOException {
        if (!folder.toRealPath().equals(folder)) {
            throw new FolderReplacedException(folder);
        }
    }

    private static @Nullable Object identityOf(Path folder) throws IOException {
        return Files.readAttributes(folder, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    private static HeldFolder open(Path folder, boolean remembering) throws IOException {
        DirectoryStream<Path> top = Files.newDirectoryStream(Objects.requireNonNull(folder.getRoot()));
        if (!(top instanceof SecureDirectoryStream<Path> secure)) {
            top.close();
            return new HeldFolder(folder, null, identityOf(folder));
        }
        SecureDirectoryStream<Path> opened = descend(secure, folder, remembering);
        return new HeldFolder(
                folder,
                opened,
                opened.getFileAttributeView(BasicFileAttributeView.class)
                        .readAttributes()
                        .fileKey());
    }

    private static SecureDirectoryStream<Path> descend(
            SecureDirectoryStream<Path> top, Path folder, boolean remembering) throws IOException {
        Path parent = folder.getParent();
        if (parent == null) {
            return top;
        }
        synchronized (ABOVE) {
            SecureDirectoryStream<Path> known = remembering ? ABOVE.get(parent) : null;
            if (known != null) {
                top.close();
                return known.newDirectoryStream(nameOf(folder), LinkOption.NOFOLLOW_LINKS);
            }
        }
        SecureDirectoryStream<Path> at = top;
        Path passed = null;
        for (int i = 0; i < folder.getNameCount(); i++) {
            boolean last = i == folder.getNameCount() - 1;
            Path next = passed == null ? folder.getName(i) : passed.resolve(folder.getName(i));
            SecureDirectoryStream<Path> from = at;
            boolean keep = false;
            try {
                at = from.newDirectoryStream(next, LinkOption.NOFOLLOW_LINKS);
                keep = last && passed == null && remember(parent, from);
                passed = null;
            } catch (AccessDeniedException e) {
                if (last) {
                    throw e;
                }
                // A directory that may be passed but not listed, such as /home: taken together with the next part.
                passed = next;
                keep = true;
            } finally {
                if (!keep) {
                    from.close();
                }
            }
        }
        return at;
    }

    private static boolean remember(Path parent, SecureDirectoryStream<Path> above) {
        synchronized (ABOVE) {
            return ABOVE.size() < MOST_ABOVE && ABOVE.putIfAbsent(parent, above) == null;
        }
    }

    private static void forgetAbove() throws IOException {
        synchronized (ABOVE) {
            for (SecureDirectoryStream<Path> each : ABOVE.values()) {
                each.close();
            }
            ABOVE.clear();
        }
    }
}

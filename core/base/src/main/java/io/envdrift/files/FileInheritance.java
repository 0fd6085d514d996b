package io.envdrift.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a new file takes over from the one that it replaces.
 *
 * <p>Decrypting narrows a mode to 0600, and encrypting gives the usual mode back. So that a mode that was narrower before
 * comes back too, it is remembered in an extended attribute of the file ({@value #MEMORY}); where the file system has none,
 * or an editor drops it, the usual mode comes back.
 */
final class FileInheritance {
    private static final String MEMORY = "envdrift.mode";
    private static final Set<PosixFilePermission> USUAL = Set.copyOf(PosixFilePermissions.fromString("rw-r--r--"));
    private static final Set<PosixFilePermission> OWNERS = Set.copyOf(PosixFilePermissions.fromString("rw-------"));
    private static final int MODE_LENGTH = "rwxrwxrwx".length();
    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

    private FileInheritance() {}

    static void apply(Path file, Path target, FileAccess access) throws IOException {
        PosixFileAttributeView made = view(file);
        if (made == null) {
            return;
        }
        if (access.isForOwner()) {
            readable(made);
        }
        PosixFileAttributes before = file.equals(target) ? null : attributes(target);
        if (before != null && before.isRegularFile()) {
            mode(file, target, access, made, before.permissions());
        }
        if (ROOT) {
            own(made, before != null ? before : folder(target));
        } else if (before != null && isForGroup(before.permissions())) {
            group(made, before);
        }
    }

    /** A umask such as 0777 would leave keys that not even their owner can read, and the next command could not either. */
    private static void readable(PosixFileAttributeView made) throws IOException {
        if (!made.readAttributes().permissions().containsAll(OWNERS)) {
            made.setPermissions(OWNERS);
        }
    }

    /** Gives a file or directory that root made to the owner of the folder that it lies in. */
    static void ownAnew(Path made) throws IOException {
        PosixFileAttributeView view = ROOT ? view(made) : null;
        if (view != null) {
            own(view, folder(made));
        }
    }

    private static void mode(
            Path file, Path target, FileAccess access, PosixFileAttributeView made, Set<PosixFilePermission> before)
            throws IOException {
        switch (access) {
            case OWNER_ONLY, EXECUTABLE -> {}
            case DECRYPTED -> {
                if (!before.containsAll(USUAL)) {
                    remember(file, PosixFilePermissions.toString(before));
                }
            }
            case PLAINTEXT -> recall(target).ifPresent(mode -> remember(file, PosixFilePermissions.toString(mode)));
            case USUAL -> narrow(made, before);
            case ENCRYPTED -> {
                Optional<Set<PosixFilePermission>> remembered = recall(target);
                if (remembered.isPresent() || !before.equals(OWNERS)) {
                    narrow(made, remembered.orElse(before));
                }
            }
        }
    }

    private static void narrow(PosixFileAttributeView made, Set<PosixFilePermission> kept) throws IOException {
        Set<PosixFilePermission> now = EnumSet.copyOf(made.readAttributes().permissions());
        if (now.retainAll(kept)) {
            now.add(PosixFilePermission.OWNER_READ);
            made.setPermissions(now);
        }
    }

    /** A mode such as 0640 means a certain group. */
    private static boolean isForGroup(Set<PosixFilePermission> mode) {
        return mode.contains(PosixFilePermission.GROUP_READ) && !mode.contains(PosixFilePermission.OTHERS_READ);
    }

    private static void own(PosixFileAttributeView made, @Nullable PosixFileAttributes like) {
        try {
            PosixFileAttributes now = made.readAttributes();
            if (like != null && !now.owner().equals(like.owner())) {
                made.setOwner(like.owner());
            }
            if (like != null && !now.group().equals(like.group())) {
                made.setGroup(like.group());
            }
        } catch (IOException e) {
            // Root of a container or of a network file system may not give files away: then it keeps them.
            return;
        }
    }

    private static void group(PosixFileAttributeView made, PosixFileAttributes like) throws IOException {
        try {
            if (!made.readAttributes().group().equals(like.group())) {
                made.setGroup(like.group());
            }
        } catch (IOException e) {
            // Another group must not get what was for that one.
            Set<PosixFilePermission> now = EnumSet.copyOf(made.readAttributes().permissions());
            now.retainAll(OWNERS);
            made.setPermissions(now);
        }
    }

    private static @Nullable PosixFileAttributeView view(Path file) {
        Optional<HeldFolder> held = HeldFolder.of(file);
        return held.isPresent() && held.get().isOpen()
                ? held.get().posix(file).orElse(null)
                : Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    }

    private static @Nullable PosixFileAttributes attributes(Path file) {
        try {
            PosixFileAttributeView view = view(file);
            return view == null ? null : view.readAttributes();
        } catch (IOException e) {
            return null;
        }
    }

    private static @Nullable PosixFileAttributes folder(Path file) {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
        try {
            PosixFileAttributeView view = HeldFolder.at(folder)
                    .flatMap(HeldFolder::posix)
                    .orElseGet(() -> Files.getFileAttributeView(folder, PosixFileAttributeView.class));
            return view == null ? null : view.readAttributes();
        } catch (IOException e) {
            return null;
        }
    }

    private static void remember(Path file, String mode) {
        try {
            Files.getFileAttributeView(file, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .write(MEMORY, StandardCharsets.US_ASCII.encode(mode));
        } catch (IOException | RuntimeException e) {
            // Not every file system has such attributes.
            return;
        }
    }

    private static Optional<Set<PosixFilePermission>> recall(Path file) {
        try {
            ByteBuffer mode = ByteBuffer.allocate(MODE_LENGTH);
            Files.getFileAttributeView(file, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .read(MEMORY, mode);
            return Optional.of(PosixFilePermissions.fromString(
                    StandardCharsets.US_ASCII.decode(mode.flip()).toString()));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }
}

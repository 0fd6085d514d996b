package io.envdrift.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@link FileOperations} on the real file system. */
enum SystemFileOperations implements FileOperations {
    INSTANCE;

    private record ChannelOutput(FileChannel channel) implements Output {
        @Override
        public void write(ByteBuffer bytes) throws IOException {
            channel.write(bytes);
        }

        @Override
        public void sync() throws IOException {
            channel.force(true);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    @Override
    public Output create(Path file, FileAccess access) throws IOException {
        Set<StandardOpenOption> exclusively = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        Optional<HeldFolder> held = HeldFolder.of(file);
        if (held.isPresent()
                && held.get().channel(file, exclusively, attributes(file, access)) instanceof FileChannel made) {
            return new ChannelOutput(made);
        }
        return new ChannelOutput(FileChannel.open(file, exclusively, attributes(file, access)));
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        Optional<HeldFolder> held = HeldFolder.of(to);
        if (held.isPresent()) {
            held.get().rename(from, to);
        } else {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        Optional<HeldFolder> held = HeldFolder.at(directory).filter(HeldFolder::isOpen);
        if (held.isPresent()) {
            held.get().sync();
        } else if (isPosix(directory)) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    @Override
    public void delete(Path file) throws IOException {
        Optional<HeldFolder> held = HeldFolder.of(file);
        if (held.isPresent()) {
            held.get().delete(file);
        } else {
            Files.deleteIfExists(file);
        }
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        if (!isPosix(directory)) {
            Files.createDirectories(directory);
            return;
        }
        Deque<Path> missing = new ArrayDeque<>();
        for (Path at = directory.toAbsolutePath(); at != null && !Files.isDirectory(at); at = at.getParent()) {
            missing.push(at);
        }
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        for (Path made : missing) {
            FileInheritance.ownAnew(made);
        }
    }

    private static FileAttribute<?>[] attributes(Path file, FileAccess access) throws IOException {
        if (isPosix(file)) {
            return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(access.permissions())};
        }
        if (access == FileAccess.OWNER_ONLY
                && file.getFileSystem().supportedFileAttributeViews().contains("acl")) {
            return new FileAttribute<?>[] {ownerOnlyAcl(file)};
        }
        return new FileAttribute<?>[0];
    }

    private static FileAttribute<List<AclEntry>> ownerOnlyAcl(Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        AclEntry owner = AclEntry.newBuilder()
                .setType(AclEntryType.ALLOW)
                .setPrincipal(file.getFileSystem()
                        .getUserPrincipalLookupService()
                        .lookupPrincipalByName(System.getProperty(
                                "user.name",
                                Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS)
                                        .getName())))
                .setPermissions(EnumSet.allOf(AclEntryPermission.class))
                .build();
        return new FileAttribute<>() {
            @Override
            public String name() {
                return "acl:acl";
            }

            @Override
            public List<AclEntry> value() {
                return List.of(owner);
            }
        };
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}

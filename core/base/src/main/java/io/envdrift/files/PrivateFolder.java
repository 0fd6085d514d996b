package io.envdrift.files;

import io.envdrift.base.EnvdriftException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A folder of mode 0700 for plaintext that another program must see as a file, on memory-backed storage where there is any.
 * It is removed with all that is in it when it is closed or the process ends, and, after a kill, when the next one is made.
 */
public final class PrivateFolder implements AutoCloseable {
    private static final String PREFIX = "envdrift-edit-";
    private static final Pattern NAME = Pattern.compile(PREFIX + "(\\d+)-.*");
    private static final String LOCK = ".lock";

    private final Path path;
    private final boolean inMemory;
    private final FileChannel alive;
    private final Thread hook = new Thread(this::remove, "private-folder");

    private PrivateFolder(Path path, boolean inMemory) throws IOException {
        this.path = path;
        this.inMemory = inMemory;
        this.alive = FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        // Held as long as this process lives: it tells a living folder from a stale one also across process namespaces.
        alive.lock();
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * Makes a folder and removes stale ones.
     *
     * @param environment names the user's runtime directory
     * @throws EnvdriftException {@code FILE_ACCESS} when none can be made
     */
    public static PrivateFolder create(Map<String, String> environment) {
        List<Path> memory = new ArrayList<>(List.of(Path.of("/dev/shm")));
        String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
        if (runtime.startsWith("/") && isOwnerOnly(Path.of(runtime))) {
            memory.add(Path.of(runtime));
        }
        return create(memory, Path.of(System.getProperty("java.io.tmpdir")));
    }

    static PrivateFolder create(List<Path> memory, Path otherwise) {
        List<Path> places = memory.stream().filter(PrivateFolder::isMemory).toList();
        Path place = places.isEmpty() ? otherwise : places.getFirst();
        try {
            String prefix = PREFIX + ProcessHandle.current().pid() + "-";
            PrivateFolder made =
                    new PrivateFolder(Files.createTempDirectory(place, prefix).toRealPath(), !places.isEmpty());
            UserPrincipal owner = Files.getOwner(made.path, LinkOption.NOFOLLOW_LINKS);
            places.forEach(each -> sweep(each, owner));
            sweep(otherwise, owner);
            return made;
        } catch (IOException e) {
            throw FileErrors.failed("create a private folder in", place, e);
        }
    }

    /** Returns the folder. */
    public Path path() {
        return path;
    }

    /** Tells whether what is written here stays in memory. */
    public boolean isInMemory() {
        return inMemory;
    }

    private static boolean isMemory(Path place) {
        try {
            return Files.isDirectory(place)
                    && Files.isWritable(place)
                    && List.of("tmpfs", "ramfs")
                            .contains(Files.getFileStore(place).type());
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isOwnerOnly(Path place) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(place))
                    .endsWith("------");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private static void sweep(Path place, UserPrincipal owner) {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(place, PREFIX + "*")) {
            for (Path each : folders) {
                if (isStale(each, owner)) {
                    removeTree(each);
                }
            }
        } catch (IOException e) {
            // What cannot be removed now may be the next time; the edit does not depend on it.
        }
    }

    private static boolean isStale(Path folder, UserPrincipal owner) throws IOException {
        Matcher name = NAME.matcher(String.valueOf(folder.getFileName()));
        if (!name.matches()
                || !Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                || !Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(owner)
                || ProcessHandle.of(Long.parseLong(name.group(1))).isPresent()) {
            return false;
        }
        Path lock = folder.resolve(LOCK);
        if (!Files.isRegularFile(lock, LinkOption.NOFOLLOW_LINKS)) {
            return true;
        }
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
                FileLock free = channel.tryLock()) {
            return free != null;
        }
    }

    private void remove() {
        try {
            removeTree(path);
        } catch (IOException e) {
            System.err.println("envdrift: cannot remove " + path + "; remove it yourself, it holds plaintext");
        }
    }

    private static void removeTree(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    @Override
    public void close() {
        try {
            if (Files.exists(path)) {
                remove();
            }
            alive.close();
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IOException e) {
            throw FileErrors.failed("remove", path, e);
        } catch (IllegalStateException e) {
            // The process is ending already, and the hook runs.
        }
    }
}

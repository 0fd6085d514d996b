package io.envdrift.files;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;

/** Resolves paths that come from a repository, so that none leads outside the directory that must contain it. */
public final class ContainedPath {
    /** As many as Linux follows in one path. */
    private static final int MOST_LINKS = 40;

    private static final List<Path> SYSTEM = List.of(Path.of("/proc"), Path.of("/sys"), Path.of("/dev"));

    private ContainedPath() {}

    /**
     * Resolves a path under a root. It may be absolute when it lies inside; the path itself need not exist, but where its
     * parents or the path itself are links, they must stay inside too.
     *
     * @param what names the setting in the error, as in {@code folder_path}
     * @return the absolute path with the links of existing parents and of the path itself resolved
     * @throws EnvdriftException {@code PATH_ESCAPES} when it holds {@code ..} or a NUL, or leads outside the root
     */
    public static Path resolve(Path root, String path, String what) {
        Path asked = parse(path, what);
        for (Path part : asked) {
            if (part.toString().equals("..")) {
                throw escapes(what, path, "it contains '..'");
            }
        }
        Path realRoot = real(root.toAbsolutePath(), what);
        Path real = real(realRoot.resolve(asked), what);
        if (!real.startsWith(realRoot)) {
            throw escapes(what, path, "it leads outside " + root);
        }
        requireNoSystem(real, path, what);
        return real;
    }

    /**
     * Follows the links of a path that stay inside the root, those of its directories and its own, so that one file stays one
     * file by whatever name it is reached. The file need not exist.
     *
     * @param file absolute
     * @throws EnvdriftException {@code PATH_ESCAPES} when a link leads outside the root
     */
    public static Path followInside(Path root, Path file, String what) {
        return within(root, file, file.toString(), what);
    }

    /**
     * The same, with the path as it is written in errors.
     *
     * @param shown how the user or the repository wrote the path
     * @throws EnvdriftException as {@link #followInside}
     */
    public static Path within(Path root, Path file, String shown, String what) {
        Path target = real(file.toAbsolutePath(), what);
        if (!target.startsWith(real(root.toAbsolutePath(), what))) {
            throw escapes(what, shown, "it leads, through a link, outside " + root);
        }
        requireNoSystem(target, shown, what);
        return target;
    }

    /**
     * Follows the links of a path wherever they lead: for what the user names.
     *
     * @throws EnvdriftException {@code PATH_ESCAPES} when they lead in a circle
     */
    public static Path follow(Path file) {
        return real(file.toAbsolutePath(), "the path");
    }

    /**
     * Resolves the directory of a path, wherever its links lead; the last part stays as it is named.
     *
     * @param file absolute, perhaps with {@code ..}, which goes up from where a link leads, as in every other program
     */
    public static Path inRealFolder(Path file) {
        Path absolute = file.toAbsolutePath();
        Path name = absolute.getFileName();
        Path parent = absolute.getParent();
        if (name == null || parent == null || isDots(name)) {
            return real(absolute, "the path");
        }
        return real(parent, "the path").resolve(name);
    }

    private static boolean isDots(Path name) {
        return name.toString().equals(".") || name.toString().equals("..");
    }

    /** What the kernel shows as files holds the environment and open files of processes. */
    private static void requireNoSystem(Path real, String path, String what) {
        if (SYSTEM.stream().anyMatch(real::startsWith)) {
            throw escapes(what, path, "it leads into " + real.getRoot() + real.getName(0));
        }
    }

    private static Path parse(String path, String what) {
        try {
            return Path.of(path);
        } catch (InvalidPathException e) {
            throw escapes(what, path, "it is no valid path");
        }
    }

    /** Asks the system, where a file is there, or could be in a directory that is; that is one call for all parts of a path. */
    private static Path real(Path path, String what) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return ofMissing(path, what);
        }
    }

    private static Path ofMissing(Path path, String what) {
        Path parent = path.getParent();
        Path name = path.getFileName();
        if (parent == null || name == null || isDots(name) || Files.isSymbolicLink(path)) {
            return walked(path, what);
        }
        try {
            return parent.toRealPath().resolve(name);
        } catch (IOException e) {
            return walked(path, what);
        }
    }

    /**
     * Resolves links as the system does, part by part, but goes on where nothing exists: for what is not there yet, its
     * parents and the links that point to it decide.
     */
    private static Path walked(Path path, String what) {
        Path at = Objects.requireNonNull(path.getRoot(), "an absolute path has a root");
        Deque<Path> ahead = new ArrayDeque<>();
        path.forEach(ahead::add);
        int links = 0;
        while (!ahead.isEmpty()) {
            Path next = at.resolve(ahead.pop()).normalize();
            if (!Files.isSymbolicLink(next)) {
                at = next;
                continue;
            }
            links++;
            if (links > MOST_LINKS) {
                throw escapes(what, path.toString(), "its links lead in a circle");
            }
            Path target = readLink(next);
            at = target.isAbsolute() ? Objects.requireNonNull(target.getRoot()) : at;
            List<Path> parts = new ArrayList<>();
            target.forEach(parts::add);
            parts.reversed().forEach(ahead::push);
        }
        return inItsOwnSpelling(at);
    }

    private static Path readLink(Path link) {
        try {
            return Files.readSymbolicLink(link);
        } catch (IOException e) {
            throw FileErrors.failed("resolve", link, e);
        }
    }

    /** Where the file system ignores letter case, one file has many names; what exists gets the one it is stored by. */
    private static Path inItsOwnSpelling(Path resolved) {
        try {
            return resolved.toRealPath();
        } catch (IOException e) {
            return resolved;
        }
    }

    private static EnvdriftException escapes(String what, String path, String why) {
        return new EnvdriftException(
                ErrorCode.PATH_ESCAPES,
                what + " '" + path + "' is refused: " + why,
                "use a path inside the project, without '..'");
    }
}

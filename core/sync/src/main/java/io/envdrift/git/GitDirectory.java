package io.envdrift.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where git keeps its own files for a work tree. Found as git does, by its variables first, which it sets for the programs it
 * runs; no process is started.
 *
 * @param own the git directory of this work tree: its index and HEAD
 * @param common the git directory that all linked work trees share: objects, configuration, hooks
 * @param top the top directory of the work tree
 */
public record GitDirectory(Path own, Path common, Path top) {
    private static final String POINTER = "gitdir: ";

    /** Finds the git directory of a directory; nothing where there is none. */
    public static Optional<GitDirectory> of(Path directory, Map<String, String> environment) {
        try {
            String given = environment.getOrDefault("GIT_DIR", "");
            if (!given.isEmpty()) {
                String tree = environment.getOrDefault("GIT_WORK_TREE", "");
                // Git starts its filters and drivers at the top of the work tree.
                return at(directory.resolve(given), tree.isEmpty() ? directory : directory.resolve(tree), environment);
            }
            for (Path at = directory.toRealPath(); at != null; at = at.getParent()) {
                Path found = at.resolve(".git");
                if (Files.isDirectory(found)) {
                    return at(found, at, environment);
                }
                if (Files.isRegularFile(found)) {
                    return at(at.resolve(pointed(found)), at, environment);
                }
            }
        } catch (IOException | InvalidPathException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static String pointed(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.UTF_8).strip();
        return text.startsWith(POINTER) ? text.substring(POINTER.length()) : text;
    }

    private static Optional<GitDirectory> at(Path own, Path top, Map<String, String> environment) throws IOException {
        if (!Files.isDirectory(own)) {
            return Optional.empty();
        }
        Path real = own.toRealPath();
        String shared = environment.getOrDefault("GIT_COMMON_DIR", "");
        Path pointer = real.resolve("commondir");
        Path common = real;
        if (!shared.isEmpty()) {
            common = top.resolve(shared).toRealPath();
        } else if (Files.isRegularFile(pointer)) {
            common = real.resolve(
                            Files.readString(pointer, StandardCharsets.UTF_8).strip())
                    .toRealPath();
        }
        return Optional.of(new GitDirectory(real, common, top.toRealPath()));
    }

    /** Returns the path of a file from the top of the work tree of this clone that it lies in; absolute where it is in none. */
    public Path inWorkTree(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        Path folder = absolute.getParent();
        if (folder == null) {
            return absolute;
        }
        try {
            Path real = folder.toRealPath().resolve(absolute.getFileName());
            if (real.startsWith(top)) {
                return top.relativize(real);
            }
            return of(folder, Map.of())
                    .filter(other -> other.common.equals(common))
                    .map(other -> other.top.relativize(real))
                    .orElse(absolute);
        } catch (IOException e) {
            return absolute;
        }
    }

    /** Returns the directory of our own files, which all linked work trees share. */
    public Path ours() {
        return common.resolve("envdrift");
    }
}

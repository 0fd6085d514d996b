package io.envdrift.git;

import io.envdrift.base.EnvdriftException;
import io.envdrift.files.AtomicFile;
import io.envdrift.files.FileOperations;
import io.envdrift.files.FileSnapshot;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A work tree whose env files git sees encrypted. Commands that rewrite such files tell git here that they did. */
public final class FilteredTree {
    private static final List<Integer> SUCCESS = List.of(0);

    private final GitDirectory git;
    private final FilteredFiles files;
    private final Set<String> paths;

    /** Takes a work tree of which a list is there, whether or not git heeds it. */
    public FilteredTree(GitDirectory git, FilteredFiles files) {
        this.git = git;
        this.files = files;
        this.paths = files.files().stream().map(FilteredFiles.Entry::path).collect(Collectors.toSet());
    }

    /** Returns the work tree of a directory; nothing where git sees no file encrypted. */
    public static Optional<FilteredTree> of(Path directory) {
        return GitDirectory.of(directory, Map.of()).flatMap(FilteredTree::of);
    }

    /** Returns a work tree; nothing where git sees no file encrypted. */
    public static Optional<FilteredTree> of(GitDirectory git) {
        try {
            return FilteredFiles.of(git).filter(files -> isActive(git)).map(files -> new FilteredTree(git, files));
        } catch (EnvdriftException e) {
            // The filter itself reports a damaged list; other commands go on as if there were none.
            return Optional.empty();
        }
    }

    /** Returns why the list of a directory's clone cannot be read; nothing where it can, or there is none. */
    public static Optional<EnvdriftException> damage(Path directory) {
        try {
            GitDirectory.of(directory, Map.of()).ifPresent(FilteredFiles::of);
            return Optional.empty();
        } catch (EnvdriftException e) {
            return Optional.of(e);
        }
    }

    /** The list alone does nothing: git must know the filter, and which files it is for. */
    private static boolean isActive(GitDirectory git) {
        return AttributesFile.ofClone(git, new AtomicFile(FileOperations.system()))
                        .isInstalled()
                && new FilterSettings(git).isInstalled();
    }

    /** Returns another work tree of the same clone. */
    public FilteredTree in(GitDirectory other) {
        return new FilteredTree(other, files);
    }

    /** Returns where git keeps its own files. */
    public GitDirectory git() {
        return git;
    }

    /** Returns the list of files. */
    public FilteredFiles files() {
        return files;
    }

    /**
     * Returns the configurations on the list that exist, absolute. Those of other work trees of the clone are left out:
     * none of their files lie here, and their errors do not concern this work tree.
     */
    public List<Path> configs() {
        return files.sources().stream()
                .map(source -> git.top().resolve(source.config()))
                .filter(Files::isRegularFile)
                .distinct()
                .toList();
    }

    /** Tells whether git sees a file encrypted. */
    public boolean covers(Path file) {
        return name(file).filter(paths::contains).isPresent();
    }

    private Optional<String> name(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        Path parent = absolute.getParent();
        if (parent == null) {
            return Optional.empty();
        }
        try {
            Path real = parent.toRealPath().resolve(absolute.getFileName());
            return real.startsWith(git.top())
                    ? Optional.of(git.top().relativize(real).toString().replace(File.separatorChar, '/'))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Makes git compare rewritten files again: git takes a file of another length for a changed one without reading it.
     * A file whose changes the user told git to ignore stays so.
     */
    public void rewritten(Collection<Path> rewritten) {
        forget(staged(rewritten));
    }

    /**
     * Tells git of files that were decrypted, as {@link #rewritten}; what came from git's own version is remembered, so that git
     * needs no key to see that nothing changed.
     *
     * @param before what each file held before
     */
    public void decrypted(Map<Path, byte[]> before, AtomicFile writer, Supplier<SecureRandom> randomness) {
        Map<String, Staged> staged = staged(before.keySet());
        SmudgeMemory memory = new SmudgeMemory(git, writer, randomness);
        try (GitObjects objects = new GitObjects(git.top(), Map.of())) {
            before.forEach((file, content) -> name(file).ifPresent(name -> {
                Staged known = staged.get(name);
                Optional<byte[]> after = FileSnapshot.of(file).content();
                if (known != null && after.isPresent() && isOf(objects, known, content)) {
                    memory.remember(name, after.get(), known.blob());
                }
            }));
        }
        memory.save();
        forget(staged);
    }

    /** What the index says of a file. */
    private record Staged(String line, String blob) {}

    private static boolean isOf(GitObjects objects, Staged staged, byte[] content) {
        return objects.find(staged.blob())
                .filter(blob -> Arrays.equals(blob.content(), content)
                        || Arrays.equals(blob.content(), withoutCarriageReturns(content)))
                .isPresent();
    }

    private static byte[] withoutCarriageReturns(byte[] content) {
        return new String(content, StandardCharsets.ISO_8859_1)
                .replace("\r\n", "\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Returns the entries of the index, by name, that nothing special is said of. */
    private Map<String, Staged> staged(Collection<Path> asked) {
        Set<String> names = asked.stream()
                .flatMap(file -> name(file).stream())
                .filter(paths::contains)
                .collect(Collectors.toSet());
        Map<String, Staged> staged = new HashMap<>();
        if (names.isEmpty()) {
            return staged;
        }
        String output =
                GitCommand.output(git.top(), "ls-files", "-s", "-v", "-z").orElse("");
        for (String line : output.split("\0")) {
            int tab = line.indexOf('\t');
            String name = line.substring(tab + 1);
            if (tab > 0 && line.startsWith("H ") && names.contains(name)) {
                String[] parts = line.substring(2, tab).split(" ");
                staged.put(name, new Staged(line.substring(2), parts[1]));
            }
        }
        return staged;
    }

    private void forget(Map<String, Staged> staged) {
        if (staged.isEmpty()) {
            return;
        }
        byte[] entries = staged.values().stream()
                .map(entry -> entry.line() + "\0")
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8);
        // Where another git command holds the index, git shows a file as changed until the next 'git add'.
        if (index(entries).isEmpty()) {
            index(entries);
        }
    }

    /**
     * Writes entries into the index, without hooks and without the filter: git would start the filter for every file
     * whose date does not tell whether it changed. Without the filter git compares such a file the next time.
     */
    private Optional<byte[]> index(byte[] entries) {
        return GitCommand.run(
                git.top(),
                entries,
                SUCCESS,
                "-c",
                "core.hooksPath=/dev/null",
                "-c",
                "filter." + AttributesFile.DRIVER + ".process=",
                "-c",
                "filter." + AttributesFile.DRIVER + ".required=false",
                "update-index",
                "-z",
                "--index-info");
    }

    /** Returns what files hold; one that cannot be read is absent. */
    public Map<Path, byte[]> contents(Collection<Path> asked) {
        Map<Path, byte[]> contents = new HashMap<>();
        for (Path file : asked) {
            try {
                FileSnapshot.of(file)
                        .content()
                        .filter(content -> covers(file))
                        .ifPresent(content -> contents.put(file, content));
            } catch (EnvdriftException e) {
                // Not reported here: the command that works on the file fails on it, and says why.
                continue;
            }
        }
        return contents;
    }

    /** Returns those files whose content is another one now. */
    public static Map<Path, byte[]> changed(Map<Path, byte[]> before) {
        Map<Path, byte[]> changed = new HashMap<>();
        before.forEach((file, content) -> {
            if (!FileSnapshot.of(file)
                    .content()
                    .filter(after -> Arrays.equals(after, content))
                    .isPresent()) {
                changed.put(file, content);
            }
        });
        return changed;
    }
}

package io.envdrift.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Checks git's own files before git is started. Whoever made the repository may have put a pipe or a device in the
 * place of one: git would block on the pipe, and read the device for ever.
 */
final class GitFiles {
    private static final List<String> OWN = List.of("HEAD", "index", "config.worktree", "info/sparse-checkout");
    private static final List<String> COMMON = List.of(
            "config",
            "packed-refs",
            "shallow",
            "info/exclude",
            "info/attributes",
            "info/grafts",
            "objects/info/alternates",
            "objects/info/commit-graph");
    private static final List<String> AT_THE_TOP = List.of(".gitignore", ".gitattributes", ".gitmodules");

    /** More than any honest configuration includes. */
    private static final int MOST_INCLUDES = 100;

    private static final long LARGEST_CONFIG = 16 << 20;
    private static final Pattern INCLUDED = Pattern.compile("(?im)^[^#;\\n]*?\\bpath\\s*=\\s*\"?([^\"\\r\\n#;]+)");
    private static final String REF = "ref: ";

    private GitFiles() {}

    /** Returns a file that git would read in a directory's work tree and that is neither a regular file nor absent. */
    static Optional<Path> unreadable(Path directory, Map<String, String> environment) {
        return GitDirectory.of(directory, environment)
                .flatMap(git -> Stream.of(
                                OWN.stream().map(git.own()::resolve),
                                COMMON.stream().map(git.common()::resolve),
                                AT_THE_TOP.stream().map(git.top()::resolve))
                        .flatMap(files -> files)
                        .filter(GitFiles::isIrregular)
                        .findFirst()
                        .or(() -> branch(git))
                        .or(() -> included(git)));
    }

    private static boolean isIrregular(Path file) {
        // A dangling link is harmless, and was HEAD in very old repositories; /dev/null reads as an empty file.
        return Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file) && !isNothing(file);
    }

    private static boolean isNothing(Path file) {
        try {
            return file.toRealPath().equals(Path.of("/dev/null"));
        } catch (IOException e) {
            return false;
        }
    }

    /** The file of the branch that is checked out. */
    private static Optional<Path> branch(GitDirectory git) {
        Path head = git.own().resolve("HEAD");
        return text(head)
                .filter(text -> text.startsWith(REF))
                .flatMap(text -> resolved(git.common(), text.substring(REF.length())))
                .filter(GitFiles::isIrregular);
    }

    /** Goes through what the configuration includes, under whatever condition. */
    private static Optional<Path> included(GitDirectory git) {
        Deque<Path> open = new ArrayDeque<>(
                List.of(git.common().resolve("config"), git.own().resolve("config.worktree")));
        Set<Path> seen = new HashSet<>();
        while (!open.isEmpty() && seen.size() < MOST_INCLUDES) {
            Path file = open.pop();
            if (isIrregular(file)) {
                return Optional.of(file);
            }
            Path parent = Objects.requireNonNullElse(file.getParent(), file);
            if (seen.add(file)) {
                Matcher matcher = INCLUDED.matcher(text(file).orElse(""));
                while (matcher.find()) {
                    resolved(parent, matcher.group(1)).ifPresent(open::add);
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Path> resolved(Path directory, String name) {
        String text = name.strip();
        try {
            // Below the home directory only its owner puts files.
            return text.startsWith("~") ? Optional.empty() : Optional.of(directory.resolve(text));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(Path file) {
        try {
            return Files.isRegularFile(file) && Files.size(file) <= LARGEST_CONFIG
                    ? Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}

package io.envdrift.git;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.ShellLine;
import io.envdrift.git.GitObjects.Blob;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The git work tree that a directory lies in. */
public final class WorkTree {
    private static final List<Integer> SUCCESS = List.of(0);
    /** {@code check-ignore} ends with 1 when no path is ignored, {@code symbolic-ref} when HEAD is detached. */
    private static final List<Integer> SUCCESS_OR_NONE = List.of(0, 1);

    private static final String READING = "read what is staged";
    private static final long PORTION_BYTES = 32L << 20;

    /** A line of {@code ls-files --stage} that no merge has left unsettled: mode, object, stage 0, and the name. */
    private static final Pattern SETTLED = Pattern.compile("[0-7]+ ([0-9a-f]+) 0\t(.+)", Pattern.DOTALL);

    private static final String LISTED = "worktree ";
    private static final String HEADS = "refs/heads/";

    private final Path root;
    private final Map<String, String> environment;

    private WorkTree(Path root, Map<String, String> environment) {
        this.root = root;
        this.environment = Map.copyOf(environment);
    }

    /** Returns the work tree of a directory: the nearest ancestor that holds {@code .git}. Runs nothing. */
    public static Optional<WorkTree> of(Path directory) {
        return of(directory, Map.of());
    }

    /**
     * Returns the work tree of a directory, as {@link #of(Path)}.
     *
     * @param environment variables of which those of git count: a hook is told by them which index the commit is made from
     */
    public static Optional<WorkTree> of(Path directory, Map<String, String> environment) {
        for (Path at = real(directory); at != null; at = at.getParent()) {
            if (Files.exists(at.resolve(".git"))) {
                return Optional.of(new WorkTree(at, environment));
            }
        }
        return Optional.empty();
    }

    /** Returns the error of a directory that lies in no work tree. */
    public static EnvdriftException none() {
        return new EnvdriftException(
                ErrorCode.UNSUITABLE_FILE, "This is no git work tree", "run it inside a repository");
    }

    /** Returns all work trees of a clone that are there, this one first. */
    public static List<GitDirectory> linked(GitDirectory git) {
        List<GitDirectory> trees = new ArrayList<>(List.of(git));
        for (String line : names(git.top(), "worktree", "list", "--porcelain", "-z")) {
            if (line.startsWith(LISTED)) {
                Path top = Path.of(line.substring(LISTED.length()));
                GitDirectory.of(top, Map.of())
                        .filter(other ->
                                !other.top().equals(git.top()) && other.common().equals(git.common()))
                        .ifPresent(trees::add);
            }
        }
        return trees;
    }

    /** Returns the top directory of the work tree. */
    public Path root() {
        return root;
    }

    /** Returns all files in the index, absolute, with one git process; none when git cannot tell. */
    public Set<Path> tracked() {
        Set<Path> tracked = new HashSet<>();
        for (String name : index()) {
            try {
                tracked.add(root.resolve(name));
            } catch (InvalidPathException e) {
                // A name that this locale cannot write is no file that was asked for.
                continue;
            }
        }
        return tracked;
    }

    /**
     * Returns the branch that is checked out, also before the first commit; nothing when HEAD is detached or git cannot tell.
     */
    public Optional<String> branch() {
        // Not --short: beside a tag of the same name it says heads/NAME.
        return head().filter(ref -> ref.startsWith(HEADS)).map(ref -> ref.substring(HEADS.length()));
    }

    /** Tells whether a commit is checked out that no branch names; false when git does not tell. */
    public boolean isDetached() {
        return head().filter(String::isEmpty).isPresent();
    }

    /** Tells whether there is a git to ask, whatever it says. */
    public boolean hasGit() {
        return GitCommand.output(root, "--version").isPresent();
    }

    /** Returns the names in the index. */
    private List<String> index() {
        return names(root, "ls-files", "-z", "--cached");
    }

    /** Returns what HEAD refers to: a ref, or empty text when it is detached. */
    private Optional<String> head() {
        return GitCommand.run(root, new byte[0], SUCCESS_OR_NONE, "symbolic-ref", "-q", "HEAD")
                .map(output -> new String(output, StandardCharsets.UTF_8).strip());
    }

    /** Returns those of the files that are in the index, with one git process; none when git cannot tell. */
    public Set<Path> tracked(Collection<Path> files) {
        Map<String, Path> asked = inside(files);
        if (asked.isEmpty()) {
            return Set.of();
        }
        // All names of the index: ls-files takes no paths over standard input, and a command line has its limits.
        Set<Path> tracked = new LinkedHashSet<>();
        for (String name : index()) {
            Optional.ofNullable(asked.get(name)).ifPresent(tracked::add);
        }
        return tracked;
    }

    /** Returns those of the files that no ignore rule covers, with one git process; none when git cannot tell. */
    public Set<Path> notIgnored(Collection<Path> files) {
        Map<String, Path> asked = inside(files);
        if (asked.isEmpty()) {
            return Set.of();
        }
        byte[] input = (String.join("\0", asked.keySet()) + "\0").getBytes(StandardCharsets.UTF_8);
        Optional<byte[]> output = GitCommand.run(root, input, SUCCESS_OR_NONE, "check-ignore", "-z", "--stdin");
        if (output.isEmpty()) {
            return Set.of();
        }
        names(output.get()).forEach(asked::remove);
        return new LinkedHashSet<>(asked.values());
    }

    /**
     * Returns the last known contents of files, newest first: the index's, then HEAD's. One git process serves all.
     *
     * @return file to its contents; a file that git does not know is absent
     */
    public Map<Path, List<byte[]>> lastContents(Collection<Path> files) {
        Map<String, Path> asked = inside(files);
        // git reads one name a line, so a name with a line feed would be two.
        asked.keySet().removeIf(name -> name.indexOf('\n') >= 0);
        if (asked.isEmpty()) {
            return Map.of();
        }
        StringBuilder requests = new StringBuilder();
        asked.keySet().forEach(name -> requests.append(":" + name + "\n").append("HEAD:" + name + "\n"));
        byte[] input = requests.toString().getBytes(StandardCharsets.UTF_8);
        Optional<byte[]> output = GitCommand.run(root, input, SUCCESS, "cat-file", "--batch");
        if (output.isEmpty()) {
            return Map.of();
        }
        GitBatch answers = new GitBatch(new ByteArrayInputStream(output.get()));
        Map<Path, List<byte[]>> known = new LinkedHashMap<>();
        for (Path file : asked.values()) {
            List<byte[]> versions = Stream.of(next(answers), next(answers))
                    .flatMap(version -> version.map(Blob::content).stream())
                    .toList();
            if (!versions.isEmpty()) {
                known.put(file, versions);
            }
        }
        return known;
    }

    /**
     * Goes through what the next commit would add or change. Contents are read in portions, so that a commit of any size fits
     * into memory.
     *
     * @param wanted tells by file, absolute, and size in bytes whether its content is needed
     * @param consumer gets each such file with its content in the index
     * @throws EnvdriftException {@code FILE_ACCESS} when git cannot tell
     */
    public void staged(BiPredicate<Path, Long> wanted, BiConsumer<Path, byte[]> consumer) {
        byte[] listed = required(
                "say what is staged",
                new byte[0],
                "diff",
                "--cached",
                "--raw",
                "-z",
                "--no-abbrev",
                "--no-renames",
                "--diff-filter=d");
        List<IndexEntry> entries = new ArrayList<>();
        List<String> words = names(listed);
        // Two words a file: ":<modes> <object before> <object now> <letter>", and the name.
        for (int i = 0; i + 1 < words.size(); i += 2) {
            entries.add(new IndexEntry(words.get(i).split(" ")[3], path(words.get(i + 1))));
        }
        each(entries, wanted, consumer);
    }

    /**
     * Goes through files of the index, with their contents there, in portions as {@link #staged}. What a merge has left
     * unsettled is left out.
     *
     * @param wanted tells by file, absolute, whether it is needed
     * @throws EnvdriftException {@code FILE_ACCESS} when git cannot tell
     */
    public void indexed(Predicate<Path> wanted, BiConsumer<Path, byte[]> consumer) {
        byte[] listed = required("list the index", new byte[0], "ls-files", "-z", "--cached", "--stage");
        List<IndexEntry> entries = new ArrayList<>();
        for (String line : names(listed)) {
            Matcher entry = SETTLED.matcher(line);
            if (entry.matches()) {
                IndexEntry found = new IndexEntry(entry.group(1), path(entry.group(2)));
                // A partial clone would fetch each object whose size is asked for.
                if (wanted.test(found.file())) {
                    entries.add(found);
                }
            }
        }
        each(entries, (file, size) -> true, consumer);
    }

    /**
     * A file of the index. Its content is asked for by its object: a name may hold a line feed, or bytes that are no text.
     *
     * @param object the id of its content
     * @param file absolute
     */
    private record IndexEntry(String object, Path file) {}

    /** Returns the file of a name; one that this locale or system cannot write gets a line for each such character. */
    private Path path(String name) {
        try {
            return root.resolve(name);
        } catch (InvalidPathException e) {
            return root.resolve(name.replaceAll("[^\\x20-\\x7e]|[\"*:<>?|]", "_"));
        }
    }

    private void each(List<IndexEntry> listed, BiPredicate<Path, Long> wanted, BiConsumer<Path, byte[]> consumer) {
        List<Long> sizes = sizes(listed);
        List<IndexEntry> portion = new ArrayList<>();
        long bytes = 0;
        for (int i = 0; i < sizes.size(); i++) {
            long size = sizes.get(i);
            if (size < 0 || !wanted.test(listed.get(i).file(), size)) {
                continue;
            }
            if (bytes + size > PORTION_BYTES) {
                contents(portion, consumer);
                portion.clear();
                bytes = 0;
            }
            portion.add(listed.get(i));
            bytes += size;
        }
        contents(portion, consumer);
    }

    /** Returns the size of each file; -1 for what is no file. */
    private List<Long> sizes(List<IndexEntry> entries) {
        if (entries.isEmpty()) {
            return List.of();
        }
        byte[] output = required(READING, requests(entries), "cat-file", "--batch-check=%(objecttype) %(objectsize)");
        List<Long> sizes = new String(output, StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.startsWith("blob ") ? Long.parseLong(line.substring("blob ".length())) : -1L)
                .toList();
        if (sizes.size() != entries.size()) {
            throw refusal(READING);
        }
        return sizes;
    }

    private void contents(List<IndexEntry> entries, BiConsumer<Path, byte[]> consumer) {
        if (entries.isEmpty()) {
            return;
        }
        byte[] output = required(READING, requests(entries), "cat-file", "--batch");
        GitBatch answers = new GitBatch(new ByteArrayInputStream(output));
        for (IndexEntry entry : entries) {
            next(answers).ifPresent(blob -> consumer.accept(entry.file(), blob.content()));
        }
    }

    private Optional<Blob> next(GitBatch answers) {
        try {
            return answers.next();
        } catch (IOException e) {
            throw refusal(READING);
        }
    }

    /** Runs git with the variables that this work tree was found with; {@code FILE_ACCESS} when it does not do its task. */
    private byte[] required(String task, byte[] input, String... arguments) {
        return GitCommand.run(root, environment, input, SUCCESS, arguments).orElseThrow(() -> refusal(task));
    }

    private static byte[] requests(List<IndexEntry> entries) {
        return entries.stream()
                .map(entry -> entry.object() + "\n")
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Tells whether git answers here: it may be absent, or refuse a work tree that belongs to somebody else. */
    public boolean isKnownToGit() {
        return GitCommand.complaint(root).isEmpty();
    }

    /**
     * Returns the error of what git did not do here, with its own reason.
     *
     * @param task what it should have done, as in {@code list the index}
     */
    public EnvdriftException refusal(String task) {
        String complaint = GitCommand.complaint(root).orElse("it gives no reason");
        return new EnvdriftException(
                ErrorCode.FILE_ACCESS,
                "git cannot " + task + ": " + complaint,
                complaint.contains("dubious ownership")
                        ? "if you trust it, run: "
                                + ShellLine.of("git", "config", "--global", "--add", "safe.directory")
                                        .file(root)
                        : "check that git is installed and works here");
    }

    /**
     * Returns the directory of this work tree's git hooks, with one git process.
     *
     * @return absolute; nothing when git cannot tell
     */
    public Optional<Path> hooks() {
        return GitCommand.output(root, "rev-parse", "--git-path", "hooks")
                .map(output -> root.resolve(output.strip()).normalize());
    }

    /**
     * Returns those files that lie in this work tree, by the names that git has for them. They are compared as text: what else the
     * index holds need not be a valid path here, where the locale is narrower than the names.
     */
    private Map<String, Path> inside(Collection<Path> files) {
        Map<String, Path> inside = new LinkedHashMap<>();
        for (Path file : files) {
            Path name = file.getFileName();
            Path parent = file.toAbsolutePath().getParent();
            if (name == null || parent == null) {
                continue;
            }
            // The file itself may be a link, which git knows by its own name.
            Path absolute = real(parent).resolve(name);
            if (absolute.startsWith(root)) {
                inside.put(root.relativize(absolute).toString().replace(File.separatorChar, '/'), file);
            }
        }
        return inside;
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path.toAbsolutePath().normalize();
        }
    }

    /** Returns the names that git prints; none when it cannot tell. */
    private static List<String> names(Path directory, String... arguments) {
        return GitCommand.run(directory, new byte[0], SUCCESS, arguments)
                .map(WorkTree::names)
                .orElse(List.of());
    }

    private static List<String> names(byte[] output) {
        return List.of(new String(output, StandardCharsets.UTF_8).split("\0"));
    }
}

package io.envdrift.git;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.files.AtomicFile;
import io.envdrift.files.FileAccess;
import io.envdrift.files.FileKind;
import io.envdrift.files.FileSnapshot;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A block of ours in a file of git attributes; what else it holds stays. */
public final class AttributesFile {
    /** The name of filter, diff driver and merge driver. */
    public static final String DRIVER = "envdrift";

    private static final String START = "# >>> envdrift >>>";
    private static final String END = "# <<< envdrift <<<";
    private static final Pattern OURS =
            Pattern.compile(Pattern.quote(START) + ".*?" + Pattern.quote(END) + "(\\n|\\z)", Pattern.DOTALL);

    private final Path file;
    private final AtomicFile files;

    /** Names the file. */
    public AttributesFile(Path file, AtomicFile files) {
        this.file = file;
        this.files = files;
    }

    /** Returns the attributes that apply in this clone only, and over those of every branch. */
    public static AttributesFile ofClone(GitDirectory git, AtomicFile files) {
        return new AttributesFile(git.common().resolve("info").resolve("attributes"), files);
    }

    /** Returns the attributes that are committed. */
    public static AttributesFile ofProject(GitDirectory git, AtomicFile files) {
        return new AttributesFile(git.top().resolve(".gitattributes"), files);
    }

    /**
     * Puts the block at the end, where it counts over what is above it.
     *
     * @param paths relative to the top of the work tree, with {@code /}
     * @return whether anything had to be changed
     * @throws EnvdriftException {@code FILE_ACCESS} when the file cannot be read or written, or is a link
     */
    public boolean install(Collection<String> paths) {
        String before = text();
        String rest = OURS.matcher(before).replaceAll("");
        String block = START + "\n# Made by 'envdrift git install', removed by 'envdrift git remove'.\n"
                + folders(paths).stream().map(AttributesFile::siblings).collect(Collectors.joining())
                + paths.stream().map(AttributesFile::line).collect(Collectors.joining())
                + END + "\n";
        return write(before, rest + (rest.isEmpty() || rest.endsWith("\n") ? "" : "\n") + block);
    }

    /**
     * Takes the block out; a file that holds nothing else is removed.
     *
     * @return whether there was one
     */
    public boolean remove() {
        String before = text();
        return write(before, OURS.matcher(before).replaceAll(""));
    }

    /** Tells whether the block is there. */
    public boolean isInstalled() {
        return OURS.matcher(text()).find();
    }

    private boolean write(String before, String after) {
        if (before.equals(after)) {
            return false;
        }
        if (!FileKind.isPlainOrAbsent(file)) {
            throw new EnvdriftException(
                    ErrorCode.FILE_ACCESS, file + " is a link, and is not written through", "replace it by a file");
        }
        if (after.isEmpty()) {
            files.delete(file);
            return true;
        }
        files.createDirectories(Objects.requireNonNull(file.getParent()));
        files.write(file, after.getBytes(StandardCharsets.UTF_8), FileAccess.USUAL);
        return true;
    }

    private String text() {
        return new String(FileSnapshot.of(file).content().orElse(new byte[0]), StandardCharsets.UTF_8);
    }

    private static Set<String> folders(Collection<String> paths) {
        return paths.stream()
                .map(path -> path.substring(0, path.lastIndexOf('/') + 1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Files beside those of the list are looked at: one of the list may have been given another name. */
    private static String siblings(String folder) {
        return "\"" + escaped(folder) + ".env*\" filter=" + DRIVER + "\n";
    }

    /** Returns a line for exactly this path: no character of it is a pattern, and any may be in it. */
    static String line(String path) {
        return "\"" + escaped(path) + "\" filter=" + DRIVER + " diff=" + DRIVER + " merge=" + DRIVER + "\n";
    }

    private static String escaped(String path) {
        StringBuilder pattern = new StringBuilder("/");
        for (char c : path.toCharArray()) {
            switch (c) {
                // Escaped once as a pattern, and the backslash once more as C does.
                case '*', '?', '[', ']' -> pattern.append("\\\\").append(c);
                case '\\' -> pattern.append("\\\\\\\\");
                case '"' -> pattern.append("\\\"");
                case '\t' -> pattern.append("\\t");
                case '\r' -> pattern.append("\\r");
                default -> pattern.append(c);
            }
        }
        return pattern.toString();
    }
}

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
import java.util.Optional;
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

    static final String PROJECT = ".gitattributes";

    /** Env files that are not on the list are filtered, too: a file of the list may have been copied or renamed. */
    private static final String UNLISTED = ".env* filter=" + DRIVER + "\n*.env filter=" + DRIVER + "\n";
    /**
     * Git's {@code rerere} stores the text between conflict markers of the work tree, in plaintext, and no attribute
     * excludes a file from it. With this attribute it looks for markers of this length, and ours keep the usual seven
     * characters. {@code git diff --check} would not see them without this either: to git, such a text is one encrypted
     * block.
     */
    private static final String NO_RERERE = " conflict-marker-size=77";

    private final Path file;
    private final AtomicFile files;
    private final Optional<GitDirectory> clone;

    private AttributesFile(Path file, AtomicFile files, Optional<GitDirectory> clone) {
        this.file = file;
        this.files = files;
        this.clone = clone;
    }

    /** Returns the attributes that apply in this clone only, and over those of every branch. */
    public static AttributesFile ofClone(GitDirectory git, AtomicFile files) {
        return new AttributesFile(git.common().resolve("info").resolve("attributes"), files, Optional.of(git));
    }

    /** Returns the attributes that are committed; where envdrift is not installed, they mean nothing. */
    public static AttributesFile ofProject(GitDirectory git, AtomicFile files) {
        return new AttributesFile(git.top().resolve(PROJECT), files, Optional.empty());
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
                + unlisted(rest)
                + paths.stream().map(path -> line(path, clone.isPresent())).collect(Collectors.joining())
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

    private String unlisted(String rest) {
        return clone.filter(git -> !OtherFilters.mayTakeEnvFiles(git, rest)).isPresent() ? UNLISTED : "";
    }

    /** Returns a line for exactly this path: no character of it is a pattern, and any may be in it. */
    private static String line(String path, boolean clone) {
        return "\"" + escaped(path) + "\" filter=" + DRIVER + " diff=" + DRIVER + " merge=" + DRIVER
                + (clone ? NO_RERERE : "") + "\n";
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

package io.envdrift.git;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.files.AtomicFile;
import io.envdrift.files.FileAccess;
import io.envdrift.files.FileSnapshot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A block of ours in a repository's pre-commit hook. What else the hook does stays, before and after.
 *
 * <p>A hook that is no shell script is set aside and called by one; a link is called where it leads, and its target not
 * touched. Husky 9 rewrites the directory that git looks in, and runs the hooks beside it: the block goes there.
 */
public final class CommitHook {
    private static final String NAME = "pre-commit";
    private static final String SHEBANG = "#!/bin/sh";
    private static final String ASIDE = NAME + ".before-envdrift";
    private static final String START = "# >>> envdrift >>>";
    private static final String END = "# <<< envdrift <<<";
    private static final String BLOCK = START + """

        # Refuses keys and plaintext. Made by 'envdrift hook --install', removed by 'envdrift hook --remove'.
        if command -v envdrift >/dev/null 2>&1; then
          envdrift hook --run || exit 1
        else
          echo "envdrift is not on the PATH: keys and plaintext are not looked for" >&2
        fi
        """ + END + "\n";
    private static final Pattern OURS =
            Pattern.compile("\\n?" + Pattern.quote(START) + ".*?" + Pattern.quote(END) + "\\n", Pattern.DOTALL);
    private static final String CALL_ASIDE = "exec \"$(dirname -- \"$0\")/" + ASIDE + "\" \"$@\"\n";

    /** Shells that understand the block, wherever they are installed, also through {@code env} and its options. */
    private static final Pattern SHELL = Pattern.compile(
            "#! *(\\S*/)?" + "(env +(-\\S+ +|\\w+=\\S* +)*(\\S*/)?)?" + "(busybox +)?(ba|da|z|k|mk|a|ya|pdk)?sh( .*)?");

    private final Path git;
    private final Path file;
    private final AtomicFile files;

    /**
     * Names the hook of a work tree.
     *
     * @throws EnvdriftException {@code FILE_ACCESS} when git cannot say where its hooks are
     */
    public CommitHook(WorkTree tree, AtomicFile files) {
        Path hooks = tree.hooks()
                .orElseThrow(() -> new EnvdriftException(
                        ErrorCode.FILE_ACCESS, "git cannot say where its hooks are", "check that git is installed"));
        this.git = hooks.resolve(NAME);
        this.file = husky(hooks).orElse(git);
        this.files = files;
    }

    private static Optional<Path> husky(Path hooks) {
        boolean generated = hooks.endsWith("_")
                && (hooks.endsWith(Path.of(".husky", "_")) || Files.isRegularFile(hooks.resolve("husky.sh")));
        return generated ? Optional.of(hooks.resolveSibling(NAME)) : Optional.empty();
    }

    /** Returns the hook's file. */
    public Path file() {
        return file;
    }

    /**
     * Puts the block at the beginning of the hook, which is made where there is none.
     *
     * @return whether anything had to be changed
     * @throws EnvdriftException {@code FILE_ACCESS} when the hook cannot be read or written
     */
    public boolean install() {
        if (Files.isSymbolicLink(file)) {
            return write("", SHEBANG + "\n\n" + BLOCK + "exec " + quoted(target()) + " \"$@\"\n");
        }
        String before = text(file);
        String rest = OURS.matcher(before).replaceFirst("");
        if (rest.isBlank()) {
            return write(before, SHEBANG + "\n\n" + BLOCK);
        }
        String firstLine = rest.lines().findFirst().orElse("");
        if (!rest.startsWith("#!")) {
            // Git runs such a hook with the shell, as husky does.
            return write(before, BLOCK + rest);
        }
        if (SHELL.matcher(firstLine.stripTrailing()).matches()) {
            return write(
                    before,
                    firstLine + "\n\n" + BLOCK + rest.substring(Math.min(rest.length(), firstLine.length() + 1)));
        }
        files.write(file.resolveSibling(ASIDE), bytes(rest), FileAccess.EXECUTABLE);
        return write(before, SHEBANG + "\n\n" + BLOCK + CALL_ASIDE);
    }

    /**
     * Takes the block out; a hook that holds nothing else is deleted, one that was set aside put back.
     *
     * @return whether there was one
     */
    public boolean remove() {
        boolean removed = remove(file);
        // Where husky looks away from, an older version may have left one.
        return !git.equals(file) && remove(git) || removed;
    }

    private boolean remove(Path hook) {
        String before = Files.isSymbolicLink(hook) ? "" : text(hook);
        String after = OURS.matcher(before).replaceFirst("");
        if (before.equals(after)) {
            return false;
        }
        Path aside = hook.resolveSibling(ASIDE);
        if (after.endsWith(CALL_ASIDE) && Files.isRegularFile(aside)) {
            files.write(hook, bytes(text(aside)), FileAccess.EXECUTABLE);
            files.delete(aside);
        } else if (after.isBlank() || after.strip().equals(SHEBANG)) {
            files.delete(hook);
        } else {
            files.write(hook, bytes(after), FileAccess.EXECUTABLE);
        }
        return true;
    }

    private Path target() {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            throw new EnvdriftException(
                    ErrorCode.FILE_ACCESS, file + " is a link that leads nowhere", "remove the link", e);
        }
    }

    private static String quoted(Path path) {
        return "'" + path.toString().replace("'", "'\\''") + "'";
    }

    private boolean write(String before, String after) {
        if (before.equals(after)) {
            return false;
        }
        files.createDirectories(Objects.requireNonNull(file.getParent()));
        files.write(file, bytes(after), FileAccess.EXECUTABLE);
        return true;
    }

    /** Bytes as characters, so that a script in any encoding comes back as it was. */
    private static String text(Path file) {
        return new String(FileSnapshot.following(file).content().orElse(new byte[0]), StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}

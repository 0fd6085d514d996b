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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A block of ours in one of a clone's hooks. What else the hook does stays, before and after.
 *
 * <p>A hook that is no shell script is set aside and called by one; a link is called where it leads, and its target not
 * touched. Husky 9 rewrites the directory that git looks in, and runs the hooks beside it: the block goes there.
 */
public final class GitHook {
    private static final String SHEBANG = "#!/bin/sh";
    private static final String ASIDE = ".before-envdrift";
    private static final String START = "# >>> envdrift >>>";
    private static final String END = "# <<< envdrift <<<";
    private static final String COMMIT = START + """

        # Refuses keys and plaintext. Made by 'envdrift hook --install', removed by 'envdrift hook --remove'.
        envdrift_filter=$(git config --get filter.envdrift.process 2>/dev/null || :)
        if command -v envdrift >/dev/null 2>&1; then
          envdrift hook --run || exit 1
        elif [ -n "$envdrift_filter" ]; then
          sh -c "${envdrift_filter% git filter-process} hook --run" || exit 1
        else
          echo "envdrift is not on the PATH: keys and plaintext are not looked for" >&2
        fi
        """ + END + "\n";
    /** Git writes with the umask's mode. Only wider files are changed: the change of a file's date makes git read it again. */
    private static final String NARROWING = START + """

        # Plaintext is for its owner only. Made by 'envdrift git install', removed by 'envdrift git remove'.
        envdrift_list=$(git rev-parse --git-common-dir 2>/dev/null)/envdrift/files
        if [ -r "$envdrift_list" ]; then
          (
            set --
            while IFS= read -r file; do
              [ -f "./$file" ] && set -- "$@" "./$file"
            done <"$envdrift_list"
            [ $# -eq 0 ] || find "$@" -prune -type f \\( -perm -g+r -o -perm -g+w -o -perm -g+x \\
              -o -perm -o+r -o -perm -o+w -o -perm -o+x \\) -exec chmod go-rwx {} +
          )
        fi
        """ + END + "\n";

    private static final Pattern OURS =
            Pattern.compile("\\n?" + Pattern.quote(START) + ".*?" + Pattern.quote(END) + "\\n", Pattern.DOTALL);

    /** Shells that understand the block, wherever they are installed, also through {@code env} and its options. */
    private static final Pattern SHELL = Pattern.compile(
            "#! *(\\S*/)?" + "(env +(-\\S+ +|\\w+=\\S* +)*(\\S*/)?)?" + "(busybox +)?(ba|da|z|k|mk|a|ya|pdk)?sh( .*)?");

    private final Path git;
    private final Path usual;
    private final Path file;
    private final String block;
    private final AtomicFile files;

    /**
     * Returns the hook that looks at what a commit would take.
     *
     * @throws EnvdriftException {@code FILE_ACCESS} when git cannot say where its hooks are
     */
    public static GitHook ofCommits(WorkTree tree, AtomicFile files) {
        return new GitHook(tree, "pre-commit", COMMIT, files);
    }

    /**
     * Returns the hooks that take rights of others off files that git has written: after a checkout and after a merge.
     *
     * @throws EnvdriftException {@code FILE_ACCESS} when git cannot say where its hooks are
     */
    public static List<GitHook> ofPlaintext(WorkTree tree, AtomicFile files) {
        return List.of(
                new GitHook(tree, "post-checkout", NARROWING, files),
                new GitHook(tree, "post-merge", NARROWING, files));
    }

    private GitHook(WorkTree tree, String name, String block, AtomicFile files) {
        Path hooks = tree.hooks().orElseThrow(() -> tree.refusal("say where its hooks are"));
        this.git = hooks.resolve(name);
        this.usual = GitDirectory.of(tree.root(), Map.of())
                .map(directory -> directory.common().resolve("hooks").resolve(name))
                .orElse(git);
        this.file = husky(hooks, name).orElse(git);
        this.block = block;
        this.files = files;
    }

    private static Optional<Path> husky(Path hooks, String name) {
        boolean generated = hooks.endsWith("_")
                && (hooks.endsWith(Path.of(".husky", "_")) || Files.isRegularFile(hooks.resolve("husky.sh")));
        return generated ? Optional.of(hooks.resolveSibling(name)) : Optional.empty();
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
            return write("", SHEBANG + "\n\n" + block + callTarget());
        }
        String before = text(file);
        String rest = OURS.matcher(before).replaceFirst("");
        if (rest.isBlank()) {
            return write(before, SHEBANG + "\n\n" + block);
        }
        // With a CR at its end it names no shell, and the hook does not run.
        String firstLine = rest.substring(0, rest.contains("\n") ? rest.indexOf('\n') : rest.length());
        if (!rest.startsWith("#!")) {
            // Git runs such a hook with the shell, as husky does.
            return write(before, block + rest);
        }
        if (SHELL.matcher(firstLine).matches()) {
            return write(
                    before,
                    firstLine + "\n\n" + block + rest.substring(Math.min(rest.length(), firstLine.length() + 1)));
        }
        files.write(aside(file), bytes(rest), FileAccess.EXECUTABLE);
        return write(before, SHEBANG + "\n\n" + block + callAside(file));
    }

    /**
     * Takes the block out; a hook that holds nothing else is deleted, one that was set aside put back.
     *
     * @return whether there was one
     */
    public boolean remove() {
        boolean removed = false;
        // Where git does not look any more, since husky or core.hooksPath came later, one may be left.
        for (Path each : new LinkedHashSet<>(List.of(file, git, usual))) {
            removed |= remove(each);
        }
        return removed;
    }

    private boolean remove(Path hook) {
        String before = Files.isSymbolicLink(hook) ? "" : text(hook);
        String after = OURS.matcher(before).replaceFirst("");
        if (before.equals(after)) {
            return false;
        }
        Path aside = aside(hook);
        if (after.endsWith(callAside(hook)) && Files.isRegularFile(aside)) {
            files.write(hook, bytes(text(aside)), FileAccess.EXECUTABLE);
            files.delete(aside);
        } else if (after.isBlank() || after.strip().equals(SHEBANG)) {
            files.delete(hook);
        } else {
            files.write(hook, bytes(after), FileAccess.EXECUTABLE);
        }
        return true;
    }

    private static Path aside(Path hook) {
        return hook.resolveSibling(hook.getFileName() + ASIDE);
    }

    private static String callAside(Path hook) {
        return "exec \"$(dirname -- \"$0\")/" + aside(hook).getFileName() + "\" \"$@\"\n";
    }

    /** Tells whether the block is there. */
    public boolean isInstalled() {
        return !Files.isSymbolicLink(file) && OURS.matcher(text(file)).find();
    }

    /** Git passes over a hook that is not executable; husky runs its own with the shell, whatever their mode. */
    private String callTarget() {
        Path target = target();
        String call = quoted(target) + " \"$@\"\n";
        if (!file.equals(git)) {
            return "exec sh -e " + call;
        }
        return Files.isExecutable(target) ? "exec " + call : "";
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

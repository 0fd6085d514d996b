package io.envdrift.git;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.files.AtomicFile;
import io.envdrift.files.FileAccess;
import io.envdrift.files.FileSnapshot;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Pattern;

/** A block of ours in a repository's pre-commit hook. What else the hook does stays, before and after. */
public final class CommitHook {
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
    private static final Pattern SHELL = Pattern.compile("#! ?/(usr/)?bin/(env )?(ba|da|z|k)?sh\\b.*");

    private final Path file;
    private final AtomicFile files;

    /**
     * Names the hook of a work tree.
     *
     * @throws EnvdriftException {@code FILE_ACCESS} when git cannot say where its hooks are
     */
    public CommitHook(WorkTree tree, AtomicFile files) {
        this.file = tree.hooks()
                .orElseThrow(() -> new EnvdriftException(
                        ErrorCode.FILE_ACCESS, "git cannot say where its hooks are", "check that git is installed"))
                .resolve("pre-commit");
        this.files = files;
    }

    /** Returns the hook's file. */
    public Path file() {
        return file;
    }

    /**
     * Puts the block at the beginning of the hook, which is made where there is none.
     *
     * @return whether anything had to be changed
     * @throws EnvdriftException {@code UNSUITABLE_FILE} when the hook is there and is no shell script
     */
    public boolean install() {
        String before = text();
        String rest = OURS.matcher(before).replaceFirst("");
        String firstLine = rest.lines().findFirst().orElse("");
        if (!rest.isBlank() && !SHELL.matcher(firstLine).matches()) {
            throw new EnvdriftException(
                    ErrorCode.UNSUITABLE_FILE,
                    file + " is there and is no shell script",
                    "run 'envdrift hook --run' from it yourself");
        }
        String after = rest.isBlank()
                ? "#!/bin/sh\n\n" + BLOCK
                : firstLine + "\n\n" + BLOCK + rest.substring(Math.min(rest.length(), firstLine.length() + 1));
        return write(before, after);
    }

    /**
     * Takes the block out; a hook that holds nothing else is deleted.
     *
     * @return whether there was one
     */
    public boolean remove() {
        String before = text();
        String after = OURS.matcher(before).replaceFirst("");
        if (before.equals(after)) {
            return false;
        }
        if (after.strip().equals("#!/bin/sh")) {
            files.delete(file);
            return true;
        }
        return write(before, after);
    }

    private boolean write(String before, String after) {
        if (before.equals(after)) {
            return false;
        }
        files.createDirectories(Objects.requireNonNull(file.getParent()));
        files.write(file, after.getBytes(StandardCharsets.ISO_8859_1), FileAccess.EXECUTABLE);
        return true;
    }

    private String text() {
        return new String(FileSnapshot.of(file).content().orElse(new byte[0]), StandardCharsets.ISO_8859_1);
    }
}

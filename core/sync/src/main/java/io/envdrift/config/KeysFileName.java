package io.envdrift.config;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.files.FileSnapshot;
import io.envdrift.git.WorkTree;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Guards names of keys files: under a name like {@code README.md} nobody expects a key, and no ignore rule covers it. A file of
 * such a name goes on being used only where it holds a key already and git does not track it.
 */
final class KeysFileName {
    private static final Pattern KEY = Pattern.compile("(?m)^\\s*(export\\s+)?DOTENV_PRIVATE_KEY[A-Z0-9_]*\\s*=");

    private KeysFileName() {}

    /** Throws {@code CONFIG_INVALID} unless the file may go on being used. */
    static void requireKey(Path file, String written) {
        boolean holdsKey = FileSnapshot.of(file)
                .content()
                .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1))
                .filter(text -> KEY.matcher(text).find())
                .isPresent();
        Path folder = Objects.requireNonNull(file.getParent());
        if (!holdsKey
                || !WorkTree.of(folder)
                        .map(tree -> tree.tracked(List.of(file)))
                        .filter(found -> !found.isEmpty())
                        .isEmpty()) {
            throw new EnvdriftException(
                    ErrorCode.CONFIG_INVALID,
                    "env_keys_filename '" + written
                            + "' is refused: the name of a keys file begins with .env or ends with .keys",
                    "rename it; .gitignore must cover the new name");
        }
    }
}

package io.envdrift.config;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The legacy format {@code pair.txt}: lines {@code secret=folder}, blank lines and whole-line {@code #} comments. The
 * first {@code =} separates, blanks around both sides are removed, and quotes have no meaning.
 */
final class PairFile {
    private PairFile() {}

    /**
     * A line.
     *
     * @param line number from 1
     * @param left the secret, perhaps after a vault's name and a slash
     * @param folder the folder
     */
    record Pair(int line, String left, String folder) {}

    /**
     * Reads the lines.
     *
     * @throws EnvdriftException {@code CONFIG_SYNTAX} that lists every malformed line
     */
    static List<Pair> parse(Path file, String text) {
        List<Pair> pairs = new ArrayList<>();
        List<String> errors = new ArrayList<>();
        int number = 0;
        for (String raw : text.lines().toList()) {
            number++;
            String line = raw.strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            int equals = line.indexOf('=');
            if (equals < 0) {
                errors.add("Invalid format at line " + number);
                continue;
            }
            String left = line.substring(0, equals).strip();
            String folder = line.substring(equals + 1).strip();
            if (left.isEmpty() || folder.isEmpty()) {
                errors.add("Empty value at line " + number);
                continue;
            }
            pairs.add(new Pair(number, left, folder));
        }
        if (!errors.isEmpty()) {
            throw new EnvdriftException(
                    ErrorCode.CONFIG_SYNTAX,
                    "Invalid config file: " + String.join("; ", errors) + " of " + file,
                    "write secret-name=folder-path, one per line");
        }
        return pairs;
    }
}

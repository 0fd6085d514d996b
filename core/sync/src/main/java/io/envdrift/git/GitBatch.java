package io.envdrift.git;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what {@code git cat-file --batch} prints: per object a line {@code <id> <type> <size>} and the content, or a line
 * that says why there is none, as in {@code <name> missing}.
 */
final class GitBatch {
    private static final Pattern FOUND = Pattern.compile("[0-9a-f]+ ([a-z]+) ([0-9]{1,9})");

    private final ByteBuffer output;

    GitBatch(byte[] output) {
        this.output = ByteBuffer.wrap(output);
    }

    /** Returns the content of the next object; nothing when there is none, or it is no file. */
    Optional<byte[]> next() {
        Matcher found = FOUND.matcher(line());
        if (!found.matches()) {
            return Optional.empty();
        }
        byte[] content = new byte[Math.min(Integer.parseInt(found.group(2)), output.remaining())];
        output.get(content);
        line();
        return found.group(1).equals("blob") ? Optional.of(content) : Optional.empty();
    }

    private String line() {
        int start = output.position();
        int end = start;
        while (end < output.limit() && output.get(end) != '\n') {
            end++;
        }
        output.position(Math.min(end + 1, output.limit()));
        return new String(output.array(), start, end - start, StandardCharsets.UTF_8);
    }
}

package io.envdrift.git;

import io.envdrift.git.GitObjects.Blob;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what {@code git cat-file --batch} prints: per object a line {@code <id> <type> <size>} and the content, or a line
 * that says why there is none, as in {@code <name> missing}.
 */
final class GitBatch {
    private static final Pattern FOUND = Pattern.compile("([0-9a-f]+) ([a-z]+) ([0-9]{1,9})");

    private final InputStream output;

    GitBatch(InputStream output) {
        this.output = output;
    }

    /**
     * Returns the next object; nothing when there is none, or it is no file.
     *
     * @throws IOException when git ended before it answered
     */
    Optional<Blob> next() throws IOException {
        Matcher found = FOUND.matcher(line());
        if (!found.matches()) {
            return Optional.empty();
        }
        int length = Integer.parseInt(found.group(3));
        byte[] content = output.readNBytes(length);
        if (content.length < length || output.read() != '\n') {
            throw new IOException("git ended in the middle of an object");
        }
        return found.group(2).equals("blob") ? Optional.of(new Blob(found.group(1), content)) : Optional.empty();
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = output.read();
        while (next >= 0 && next != '\n') {
            line.write(next);
            next = output.read();
        }
        if (next < 0) {
            throw new IOException("git ended before it answered");
        }
        return line.toString(StandardCharsets.UTF_8);
    }
}

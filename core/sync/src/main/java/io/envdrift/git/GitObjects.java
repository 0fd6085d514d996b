package io.envdrift.git;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Git's objects and its index, read one after the other by one {@code git cat-file --batch}, which starts with the first question.
 * Git's variables are handed on, so that the index is the one that the running git command uses. For the use of one thread.
 */
public final class GitObjects implements AutoCloseable {
    private static final Pattern FOUND = Pattern.compile("([0-9a-f]+) ([a-z]+) ([0-9]{1,9})");

    private final Path top;
    private final Map<String, String> environment;
    private @Nullable Process process;
    private @Nullable InputStream answers;
    private boolean broken;

    /**
     * Reads the objects of a work tree.
     *
     * @param environment the variables of whoever asks, of which git's own are handed on
     */
    public GitObjects(Path top, Map<String, String> environment) {
        this.top = top;
        this.environment = Map.copyOf(environment);
    }

    /**
     * A file that git has.
     *
     * @param id the name of the object
     * @param content its bytes
     */
    public record Blob(String id, byte[] content) {
        /** Shows the name only. */
        @Override
        public String toString() {
            return "blob " + id;
        }
    }

    /** Returns a file by an expression of git, as {@code :0:path}; nothing when there is none or git does not answer. */
    public Optional<Blob> find(String expression) {
        if (broken || expression.indexOf('\n') >= 0) {
            return Optional.empty();
        }
        try {
            Process git = process == null ? start() : process;
            OutputStream questions = git.getOutputStream();
            questions.write((expression + "\n").getBytes(StandardCharsets.UTF_8));
            questions.flush();
            return answer(answers == null ? git.getInputStream() : answers);
        } catch (IOException e) {
            // Whoever asks goes on without: what was to be kept is then made anew.
            broken = true;
            return Optional.empty();
        }
    }

    private Process start() throws IOException {
        Process started = GitCommand.start(top, environment, "cat-file", "--batch");
        process = started;
        answers = new BufferedInputStream(started.getInputStream());
        return started;
    }

    private static Optional<Blob> answer(InputStream in) throws IOException {
        Matcher found = FOUND.matcher(line(in));
        if (!found.matches()) {
            return Optional.empty();
        }
        int length = Integer.parseInt(found.group(3));
        byte[] content = in.readNBytes(length);
        if (content.length < length || in.read() != '\n') {
            throw new IOException("git ended in the middle of an object");
        }
        return found.group(2).equals("blob") ? Optional.of(new Blob(found.group(1), content)) : Optional.empty();
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = in.read();
        while (next >= 0 && next != '\n') {
            line.write(next);
            next = in.read();
        }
        if (next < 0) {
            throw new IOException("git ended before it answered");
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroy();
        }
    }
}

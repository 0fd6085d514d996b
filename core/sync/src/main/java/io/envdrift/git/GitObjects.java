package io.envdrift.git;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Git's objects and its index, read one after the other by one {@code git cat-file --batch}, which is started on first
 * use. Git's variables are handed on, so that the index is the one that the running git command uses. For the use of
 * one thread.
 */
public final class GitObjects implements AutoCloseable {
    private final Path top;
    private final Map<String, String> environment;
    private @Nullable Process process;
    private @Nullable GitBatch answers;
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
            GitBatch batch = answers == null ? start() : answers;
            OutputStream questions = Objects.requireNonNull(process).getOutputStream();
            questions.write((expression + "\n").getBytes(StandardCharsets.UTF_8));
            questions.flush();
            return batch.next();
        } catch (IOException e) {
            // The caller goes on without the object: it encrypts the value anew.
            broken = true;
            return Optional.empty();
        }
    }

    private GitBatch start() throws IOException {
        Process started = GitCommand.start(top, environment, "cat-file", "--batch");
        process = started;
        GitBatch batch = new GitBatch(new BufferedInputStream(started.getInputStream()));
        answers = batch;
        return batch;
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroy();
        }
    }
}

package io.envdrift.cli.base;

import io.envdrift.cli.render.Escaping;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Standard output that remembers why a write failed: a full disk must not look like success, and {@link PrintStream} swallows
 * it.
 */
public final class StandardOutput extends PrintStream {
    private final Recording target;

    /** Writes to a stream. */
    public StandardOutput(OutputStream stream) {
        this(new Recording(stream));
    }

    private StandardOutput(Recording target) {
        super(target, false, StandardCharsets.UTF_8);
        this.target = target;
    }

    /** Returns the standard output of this process. */
    public static StandardOutput system() {
        return new StandardOutput(new FileOutputStream(FileDescriptor.out));
    }

    /** Returns why not everything was written; nothing where it was, or where the reader has gone, as {@code head} does. */
    public Optional<String> failure() {
        flush();
        IOException failure = target.failure;
        if (failure == null) {
            return Optional.empty();
        }
        String reason = String.valueOf(failure.getMessage());
        return reason.contains("Broken pipe") ? Optional.empty() : Optional.of(reason);
    }

    /** Returns the line that tells why standard output could not be written. */
    public static String lost(String reason) {
        return "[ERROR] Cannot write to standard output: " + Escaping.text(reason);
    }

    private static final class Recording extends OutputStream {
        private final OutputStream stream;
        private @Nullable IOException failure;

        private Recording(OutputStream stream) {
            this.stream = stream;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            try {
                stream.write(bytes, from, length);
            } catch (IOException e) {
                failure = failure == null ? e : failure;
                throw e;
            }
        }

        @Override
        public void flush() throws IOException {
            try {
                stream.flush();
            } catch (IOException e) {
                failure = failure == null ? e : failure;
                throw e;
            }
        }
    }
}

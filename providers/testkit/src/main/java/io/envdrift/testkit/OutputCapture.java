package io.envdrift.testkit;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * Everything that is printed or logged through {@code java.util.logging}, at the highest verbosity, until it is closed.
 * Libraries that log elsewhere are told by their own settings to print.
 */
public final class OutputCapture implements AutoCloseable {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final Logger root = Logger.getLogger("");
    private final Level level = root.getLevel();
    private final Handler handler = new Handler() {
        private final SimpleFormatter formatter = new SimpleFormatter();

        @Override
        public void publish(LogRecord entry) {
            write(formatter.format(entry));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    private OutputCapture() {}

    /** Starts to capture. Only one test at a time may do that. */
    public static OutputCapture start() {
        OutputCapture capture = new OutputCapture();
        PrintStream all = new PrintStream(capture.bytes, true, StandardCharsets.UTF_8);
        System.setOut(all);
        System.setErr(all);
        capture.handler.setLevel(Level.ALL);
        capture.root.addHandler(capture.handler);
        capture.root.setLevel(Level.ALL);
        return capture;
    }

    /** Returns what was captured so far. */
    public String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        System.setOut(out);
        System.setErr(err);
        root.removeHandler(handler);
        root.setLevel(level);
    }

    private void write(String text) {
        bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}

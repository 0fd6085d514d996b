package io.envdrift.cli.base;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds out where standard error of this process leads. */
final class StandardError {
    private static final int KIND_OF_FILE = 0170000;
    private static final int CHARACTER_DEVICE = 0020000;

    private StandardError() {}

    /** Tells whether standard error is a terminal, where the system can say; else it is taken for one. */
    static boolean isTerminal() {
        return isTerminal(Path.of("/dev/fd/2"));
    }

    /** The JDK's console speaks of standard input and output only. A terminal is a character device of another driver than {@code /dev/null}. */
    static boolean isTerminal(Path file) {
        try {
            int mode = (Integer) Files.getAttribute(file, "unix:mode");
            return (mode & KIND_OF_FILE) == CHARACTER_DEVICE && driver(file) != driver(Path.of("/dev/null"));
        } catch (UnsupportedOperationException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static long driver(Path device) throws IOException {
        return (Long) Files.getAttribute(device, "unix:rdev") >> 8;
    }
}

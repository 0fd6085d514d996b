package io.envdrift.process;

import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;

/**
 * Process groups for children. This is the class for JDK 21, which cannot make any; the one for newer JDKs lies in
 * {@code src/main/java22} and goes to {@code META-INF/versions/22} of the jar.
 */
final class ChildGroup {
    private ChildGroup() {}

    /** Tells whether this platform has such groups. */
    static boolean isPossible(Path directory) {
        return false;
    }

    /** Starts a program as the first member of a new group, where that {@link #isPossible}. */
    static ChildGroup ledBy(List<String> command) {
        throw new UnsupportedOperationException("before JDK 22 Java has no way to call posix_spawn");
    }

    /** Returns the standard input of the first member. */
    OutputStream toLeader() {
        throw new UnsupportedOperationException();
    }

    /** Starts a child in this group. */
    RunningChild start(List<String> command, ChildEnvironment environment) {
        throw new UnsupportedOperationException();
    }
}

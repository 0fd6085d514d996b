package io.envdrift.process;

import java.nio.file.Path;
import java.util.List;

/**
 * Starts children in process groups of their own. This is the class for JDK 21, which cannot; the one for newer JDKs lies in
 * {@code src/main/java22} and goes to {@code META-INF/versions/22} of the jar.
 */
final class ChildGroup {
    private ChildGroup() {}

    /** Tells whether this platform has such groups. */
    static boolean isPossible(Path directory) {
        return false;
    }

    /** Starts a child, where that {@link #isPossible}. */
    static RunningChild start(List<String> command, ChildEnvironment environment) {
        throw new UnsupportedOperationException("before JDK 22 Java has no way to call posix_spawn");
    }
}

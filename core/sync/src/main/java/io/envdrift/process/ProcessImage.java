package io.envdrift.process;

import java.util.List;

/**
 * Replaces the program that this process runs. This is the class for JDK 21, which cannot; the one for newer JDKs lies in
 * {@code src/main/java22} and goes to {@code META-INF/versions/22} of the jar.
 */
final class ProcessImage {
    private ProcessImage() {}

    /**
     * Becomes another program. Returns only where that is not possible on this platform.
     *
     * @throws ChildNotStartedException when the program is not found, or cannot be executed
     */
    static void replace(List<String> command, ChildEnvironment environment) {
        // Before JDK 22 Java has no way to call execvp.
    }
}

package io.envdrift.process;

import java.nio.file.Path;
import java.util.List;

/** Runs a command with another environment, its standard streams, terminal and working directory those of this process. */
@FunctionalInterface
public interface ChildStarter {
    /**
     * Runs a command to its end.
     *
     * @param command the program, looked up in PATH unless it has a slash, and its arguments
     * @param directory the working directory; that of this process
     * @return the exit status, 128 + n after signal n; where this process is replaced, nothing returns
     * @throws ChildNotStartedException when there is no such program, or it cannot be executed
     */
    int run(List<String> command, ChildEnvironment environment, Path directory);

    /** Returns the starter that runs a child beside this process and hands signals on. */
    static ChildStarter beside() {
        return (command, environment, directory) -> {
            // Before the start: a signal to a child that was just started must not end this process instead.
            try (ForwardedSignals signals = ForwardedSignals.install(false)) {
                SpawnedChild child = SpawnedChild.start(command, environment, directory);
                signals.to(child);
                return child.await();
            }
        };
    }

    /**
     * Returns the starter that replaces this process, so that no JVM stays behind: needs a JDK of 22 or newer and a Unix.
     * Elsewhere it is {@link #beside()}.
     */
    static ChildStarter inPlace() {
        return (command, environment, directory) -> {
            ProcessImage.replace(command, environment);
            return beside().run(command, environment, directory);
        };
    }
}
